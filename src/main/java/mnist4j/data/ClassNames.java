package mnist4j.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The names of a data set's classes, also those that a saved network carries. */
public final class ClassNames {

  /** One name per line, starting with label 0. */
  static final String FILE = "labels.txt";

  private static final int MAX_CHARACTERS = 100;
  private static final long MAX_BYTES = 1 << 20;

  private ClassNames() {}

  /**
   * The names in a directory's {@code labels.txt}, if it has one. A byte order mark and blank lines
   * do not count.
   *
   * @throws DataException if it is no file of text, has not 2 to 256 names, or one is no name
   */
  static Optional<List<String>> in(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    List<String> names = lines(file);
    if (names.size() < 2 || names.size() > ImageData.MAX_CLASSES) {
      throw new DataException(
          "%s has %d class names, expected 2 to %d, one per line"
              .formatted(file, names.size(), ImageData.MAX_CLASSES));
    }
    expectNames(file, names);
    return Optional.of(names);
  }

  /**
   * Whether a text can be the name of a class or of a set: 1 to 100 characters, none of them one
   * that a terminal would obey, the first and the last no white space.
   */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.equals(text.strip())
        && text.length() <= MAX_CHARACTERS
        && text.equals(DataException.onOneLine(text));
  }

  /** The first name that an earlier one equals, however their accents are encoded. */
  public static Optional<String> repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(composed(name))).findFirst();
  }

  /** The name with each accent in one character with its letter, as most files have it. */
  static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * Checks names of classes, or that of a set, from whatever file or directory.
   *
   * @throws DataException if one is no {@linkplain #isName name}, or {@linkplain #repeated repeats}
   *     another
   */
  static void expectNames(Path from, List<String> names) {
    for (String name : names) {
      if (!isName(name)) {
        throw new DataException(
            "%s: found the name '%.40s', expected 1 to %d characters, none of them a control character, the first and the last no space; rename it"
                .formatted(from, name, MAX_CHARACTERS));
      }
    }
    repeated(names)
        .ifPresent(
            name -> {
              throw new DataException(
                  "%s: found the name '%.40s' twice, expected another for each class; rename one"
                      .formatted(from, name));
            });
  }

  /**
   * EMNIST's mapping: on each line a label and the code points of the characters it stands for.
   *
   * @return the characters of each label
   * @throws DataException if it is of another form
   */
  static SortedMap<Integer, String> mapping(Path file) {
    SortedMap<Integer, String> names = new TreeMap<>();
    for (String line : lines(file)) {
      if (!line.matches("\\d{1,3}( \\d{1,6})+")) {
        throw new DataException(
            "%s: found '%.40s', expected a label and code points, such as 10 65"
                .formatted(file, line));
      }
      int[] numbers = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
      StringBuilder characters = new StringBuilder();
      Arrays.stream(numbers).skip(1).forEach(characters::appendCodePoint);
      names.put(numbers[0], characters.toString());
    }
    int classes = names.size();
    if (classes < 2
        || classes > ImageData.MAX_CLASSES
        || names.lastKey() - names.firstKey() >= classes) {
      throw new DataException(
          "%s has %d labels, expected 2 to %d that follow each other"
              .formatted(file, classes, ImageData.MAX_CLASSES));
    }
    return names;
  }

  private static List<String> lines(Path file) {
    // To open a pipe takes until somebody writes to it, and a device may have no end.
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "%s is no regular file and no link to one; mend or remove it".formatted(file));
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new DataException(
            "%s has %d bytes, expected at most %d of class names"
                .formatted(file, Files.size(file), MAX_BYTES));
      }
      String text = Files.readString(file);
      return text.replaceFirst("^\ufeff", "")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new DataException("%s cannot be read as UTF-8 text".formatted(file), e);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /**
   * The names of a set whose files have none: the ten digits, or the labels themselves where more
   * than ten are in use and none is left out.
   *
   * @throws DataException if a label has no name
   */
  static List<String> of(RawSet set) {
    if (set.classNames().isPresent()) {
      expectNamed(set.train(), set.trainFrom(), set.classNames().get());
      expectNamed(set.test(), set.testFrom(), set.classNames().get());
      return set.classNames().get();
    }
    int[] used = IntStream.of(set.train().labels()).distinct().toArray();
    int digits = ImageData.digits().size();
    List<String> names =
        used.length > digits && IntStream.of(used).max().orElseThrow() == used.length - 1
            ? IntStream.range(0, used.length).mapToObj(Integer::toString).toList()
            : ImageData.digits();
    expectLabels(set.train(), set.trainFrom(), names.size());
    expectLabels(set.test(), set.testFrom(), names.size());
    return names;
  }

  private static void expectNamed(LabelledImages images, String from, List<String> names) {
    int largest = largest(images);
    if (largest >= names.size()) {
      throw new DataException(
          "%s has label %d, which needs %d class names, found %d; labels count from 0"
              .formatted(from, largest, largest + 1, names.size()));
    }
  }

  private static void expectLabels(LabelledImages images, String from, int classes) {
    int largest = largest(images);
    if (largest >= classes) {
      throw new DataException(
          "%s has label %d, expected 0 to %d; put a %s with one class name per line beside it"
              .formatted(from, largest, classes - 1, FILE));
    }
  }

  private static int largest(LabelledImages images) {
    return Arrays.stream(images.labels()).max().orElseThrow();
  }

  /**
   * The folder of each class: its name where all names can be names of different folders
   * everywhere, otherwise the label.
   */
  static List<String> folders(List<String> names) {
    boolean plain =
        names.stream()
            .allMatch(name -> name.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N} ._-]*(?<![ .])"));
    long different = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count();
    return plain && different == names.size()
        ? names
        : IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
  }
}
