package mnist4j.data;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Four IDX files, plain or gzip-compressed, under the names of MNIST, KMNIST and Fashion-MNIST, or
 * behind a prefix as EMNIST's and QMNIST's: {@code emnist-letters-train-images-idx3-ubyte.gz}.
 */
final class IdxDirectory {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:(.+)-)?(train|test|t10k)-(images[-.]idx3-ubyte|labels[-.]idx(?:1-ubyte|2-int))(\\.gz)?",
          Pattern.CASE_INSENSITIVE);

  /** The name of the set without a prefix, where there are others. */
  private static final String WITHOUT_PREFIX = "mnist";

  private IdxDirectory() {}

  /** Whether a directory has a file with such a name. */
  static boolean isOne(Path directory) {
    return !sets(directory).isEmpty();
  }

  /** Whether a directory has all four files of a set. */
  static boolean isSet(Path directory) {
    return sets(directory).values().stream().anyMatch(IdxDirectory::isComplete);
  }

  /** Whether a file has such a name. */
  static boolean isPartOfOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /** Whether it has such a name behind EMNIST's prefix. */
  static boolean isOfEmnist(Path file) {
    return isPartOfOne(file)
        && file.getFileName().toString().toLowerCase(Locale.ROOT).startsWith("emnist");
  }

  /**
   * Reads the four files of one set.
   *
   * @throws DataException if a file is missing or wrong, or several sets are there and none is
   *     chosen
   */
  static RawSet read(Path directory, Optional<String> split) {
    SortedMap<String, Map<MnistFile, Path>> sets = sets(directory);
    boolean several = sets.values().stream().filter(IdxDirectory::isComplete).count() > 1;
    if (several) {
      sets.values().removeIf(files -> !isComplete(files));
    }
    Map.Entry<String, Map<MnistFile, Path>> chosen =
        several || split.isPresent()
            ? Candidates.choose(directory, sets, split)
            : sets.entrySet().stream()
                .max(Comparator.comparing(set -> set.getValue().size()))
                .orElseThrow(() -> incomplete(directory, WITHOUT_PREFIX, MnistFile.TRAIN_IMAGES));
    String prefix = chosen.getKey();
    Map<MnistFile, Path> files = chosen.getValue();
    for (MnistFile file : MnistFile.values()) {
      if (!files.containsKey(file)) {
        throw incomplete(directory, prefix, file);
      }
    }
    return read(directory, prefix, files);
  }

  private static RawSet read(Path directory, String prefix, Map<MnistFile, Path> files) {
    LabelledImages train =
        IdxReader.read(files.get(MnistFile.TRAIN_IMAGES), files.get(MnistFile.TRAIN_LABELS));
    LabelledImages test =
        IdxReader.read(files.get(MnistFile.TEST_IMAGES), files.get(MnistFile.TEST_LABELS));
    Optional<List<String>> names = ClassNames.in(directory);
    Path mapping = directory.resolve(prefix + "-mapping.txt");
    if (names.isEmpty() && Files.exists(mapping, LinkOption.NOFOLLOW_LINKS)) {
      SortedMap<Integer, String> characters = ClassNames.mapping(mapping);
      names = Optional.of(List.copyOf(characters.values()));
      train = mapped(train, files.get(MnistFile.TRAIN_LABELS), characters, mapping);
      test = mapped(test, files.get(MnistFile.TEST_LABELS), characters, mapping);
    }
    return new RawSet(
        prefix.equals(WITHOUT_PREFIX) ? DataSource.name(directory) : prefix,
        "four IDX files",
        train,
        test,
        files.get(MnistFile.TRAIN_LABELS).toString(),
        files.get(MnistFile.TEST_LABELS).toString(),
        names,
        List.of());
  }

  /** With labels from 0 on. */
  private static LabelledImages mapped(
      LabelledImages images, Path from, SortedMap<Integer, String> characters, Path mapping) {
    for (int label : images.labels()) {
      if (!characters.containsKey(label)) {
        throw new DataException(
            "%s has label %d, expected %d to %d as in %s; get both files from one source"
                .formatted(from, label, characters.firstKey(), characters.lastKey(), mapping));
      }
    }
    return images.withLabelsFrom(characters.firstKey());
  }

  private static boolean isComplete(Map<MnistFile, Path> files) {
    return files.size() == MnistFile.values().length;
  }

  /** The files of each set by its prefix. A plain file goes before a compressed one. */
  private static SortedMap<String, Map<MnistFile, Path>> sets(Path directory) {
    SortedMap<String, Map<MnistFile, Path>> sets = new TreeMap<>();
    for (Path file : DataSource.filesIn(directory)) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        String prefix = name.group(1) == null ? WITHOUT_PREFIX : name.group(1);
        sets.computeIfAbsent(prefix, p -> new TreeMap<>())
            .merge(
                kind(
                    name.group(2).toLowerCase(Locale.ROOT), name.group(3).toLowerCase(Locale.ROOT)),
                file,
                (first, second) -> DataSource.endsWith(first, ".gz") ? second : first);
      }
    }
    return sets;
  }

  private static MnistFile kind(String part, String content) {
    if (part.equals("train")) {
      return content.startsWith("images") ? MnistFile.TRAIN_IMAGES : MnistFile.TRAIN_LABELS;
    }
    return content.startsWith("images") ? MnistFile.TEST_IMAGES : MnistFile.TEST_LABELS;
  }

  private static DataException incomplete(Path directory, String prefix, MnistFile missing) {
    boolean plain = prefix.equals(WITHOUT_PREFIX);
    List<String> names =
        Stream.of(MnistFile.values())
            .map(MnistFile::fileName)
            .map(name -> plain ? name : prefix + "-" + name.replace("t10k", "test"))
            .toList();
    String name = names.get(missing.ordinal());
    return new DataException(
        "%s has no %s (or %s.gz); expected the four files %s"
            .formatted(directory, name, name, String.join(", ", names)));
  }
}
