package mnist4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The data sets that one directory holds, by name. */
final class Candidates {

  private Candidates() {}

  /**
   * The one that is named, in full or by what follows a dash, such as {@code letters} for {@code
   * emnist-letters}; without a name, the only one.
   *
   * @param sets at least one
   * @throws DataException if there are several and none is named, or none or several have that name
   */
  static <T> Map.Entry<String, T> choose(
      Path directory, SortedMap<String, T> sets, Optional<String> split) {
    String all = String.join(", ", sets.keySet());
    if (split.isEmpty()) {
      if (sets.size() > 1) {
        throw new DataException(
            "%s has several data sets: %s; choose one with --split NAME".formatted(directory, all));
      }
      return sets.entrySet().iterator().next();
    }
    List<Map.Entry<String, T>> named =
        sets.entrySet().stream()
            .filter(
                set ->
                    sets.containsKey(split.get())
                        ? set.getKey().equals(split.get())
                        : set.getKey().endsWith("-" + split.get()))
            .toList();
    if (named.size() != 1) {
      throw new DataException(
          "--split: %s has %s data set%s %s, expected one of: %s"
              .formatted(
                  directory,
                  named.isEmpty() ? "no" : "several",
                  named.isEmpty() ? "" : "s",
                  split.get(),
                  all));
    }
    return named.get(0);
  }
}
