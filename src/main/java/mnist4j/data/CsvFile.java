package mnist4j.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;

/**
 * Images as rows of comma-separated grey values, with the label in the first or the last column, as
 * Kaggle's {@code train.csv}.
 */
final class CsvFile {

  private static final String ENDING = ".csv";

  /** A word of its own in a file's name; {@code constrained} has other letters around it. */
  private static final Pattern TRAIN = Pattern.compile("(?i)(?<!\\p{L})train(ing)?(?!\\p{L})");

  private static final List<String> LABEL_HEADINGS = List.of("label", "class", "target", "y");

  /** Longer than 4,097 quoted values of three digits. */
  private static final int MAX_CHARACTERS = 100_000;

  private static final int MAX_VALUE = 255;

  /** How many times the other column's difference a plain one is. */
  private static final int PLAINLY = 2;

  private final Path file;
  private final int columns;
  private final boolean heading;
  private final Optional<Integer> named;

  /** What the rows of one file hold: {@code rows * columns} values. */
  private record Rows(int count, byte[] values) {}

  private CsvFile(Path file) {
    this.file = file;
    try (BufferedReader in = Files.newBufferedReader(file, ISO_8859_1)) {
      String[] first = fields(1, firstLine(in));
      heading = isHeading(first);
      columns = first.length;
      named = heading ? labelColumn(first) : Optional.empty();
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /**
   * Whether the fields are names and not the values of a row with a mistake: names differ from one
   * another, while the grey values of an image repeat. Numbers that count the columns are names,
   * too.
   */
  private static boolean isHeading(String[] fields) {
    long words = Arrays.stream(fields).filter(field -> !isNumber(field)).count();
    boolean different = Arrays.stream(fields).distinct().count() == fields.length;
    return words > fields.length / 2
        || words > 0 && different
        || countFrom(0, fields)
        || countFrom(1, fields);
  }

  private static boolean countFrom(int first, String[] fields) {
    return IntStream.range(0, fields.length)
        .allMatch(column -> fields[column].strip().equals(Integer.toString(first + column)));
  }

  /** Whether a file is of this kind by its name. */
  static boolean isOne(Path file) {
    return DataSource.endsWith(file, ENDING);
  }

  /** Whether a directory has such files. */
  static boolean isIn(Path directory) {
    return !filesIn(directory).isEmpty();
  }

  private static List<Path> filesIn(Path directory) {
    return DataSource.filesIn(directory).stream().filter(CsvFile::isOne).toList();
  }

  /** Whether a directory has such a file whose first line is as long as a label and an image. */
  static boolean isSet(Path directory) {
    return filesIn(directory).stream().anyMatch(CsvFile::isOfImages);
  }

  private static boolean isOfImages(Path file) {
    try {
      return new CsvFile(file).isSquare();
    } catch (DataException e) {
      return false;
    }
  }

  /** Reads the set of a directory: the file with {@code train} in its name, or the only one. */
  static RawSet readFrom(Path directory, Optional<String> split) {
    List<Path> files = filesIn(directory);
    boolean named = files.stream().anyMatch(CsvFile::isOfTraining);
    SortedMap<String, Path> sets = new TreeMap<>();
    for (Path file : files) {
      if (!named || isOfTraining(file)) {
        sets.put(DataSource.name(file), file);
      }
    }
    return read(Candidates.choose(directory, sets, split).getValue());
  }

  private static boolean isOfTraining(Path file) {
    return TRAIN.matcher(file.getFileName().toString()).find();
  }

  /**
   * Reads a file of training images and, beside it, the one of test images that is named alike. If
   * that has no labels or there is none, a sixth of the training images is the test set.
   *
   * @throws DataException naming file, line and column of a wrong value
   */
  static RawSet read(Path file) {
    CsvFile train = new CsvFile(file);
    train.expectSquare();
    Rows rows = train.rows();
    int label = train.labelColumn(rows);
    LabelledImages images = train.images(rows, label);
    String format = "a CSV file, labels in the %s column".formatted(label == 0 ? "first" : "last");
    Path testFile = testFileOf(file);
    Optional<List<String>> names = ClassNames.in(file.toAbsolutePath().getParent());
    String known = setName(file);
    List<String> warnings = train.warnings(rows, label);
    if (!testFile.equals(file)) {
      CsvFile test = new CsvFile(testFile);
      if (test.columns == train.columns) {
        int testLabel = test.named.orElse(label);
        LabelledImages tests = test.images(test.rows(), testLabel);
        return new RawSet(
            known,
            format,
            images,
            tests,
            train.labels(label),
            test.labels(testLabel),
            names,
            warnings);
      }
      if (test.columns != train.columns - 1) {
        throw new DataException(
            "%s has rows of %d values, expected %d as in %s, or one less without labels"
                .formatted(testFile, test.columns, train.columns, file));
      }
    }
    TestSplit split = TestSplit.of(file, images);
    return new RawSet(
        known,
        format + TestSplit.FORMAT,
        split.train(),
        split.test(),
        train.labels(label),
        train.labels(label),
        names,
        warnings);
  }

  /** What the file's name says beside {@code train}; the directory's name if that is nothing. */
  private static String setName(Path file) {
    String name =
        DataSource.name(file).replaceFirst("[-_ ]?" + TRAIN, "").replaceFirst("^[-_ ]+", "");
    return name.isEmpty() ? DataSource.name(file.toAbsolutePath().getParent()) : name;
  }

  /**
   * The file beside it with {@code test} or {@code testing} in place of {@code train} or {@code
   * training}; itself if there is none.
   */
  private static Path testFileOf(Path file) {
    String own = file.getFileName().toString();
    Matcher train = TRAIN.matcher(own);
    if (!train.find()) {
      return file;
    }
    List<Path> files = DataSource.filesIn(file.toAbsolutePath().getParent());
    // That of the same ending first.
    return (train.group(1) == null ? Stream.of("test", "testing") : Stream.of("testing", "test"))
        .map(train::replaceFirst)
        .flatMap(name -> files.stream().filter(other -> isNamed(other, name)))
        .map(other -> file.resolveSibling(other.getFileName()))
        .findFirst()
        .orElse(file);
  }

  private static boolean isNamed(Path file, String name) {
    return file.getFileName().toString().equalsIgnoreCase(name);
  }

  private Optional<Integer> labelColumn(String[] headings) {
    for (int column : new int[] {0, headings.length - 1}) {
      if (LABEL_HEADINGS.contains(headings[column].strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  private boolean isSquare() {
    int side = side();
    return side * side == columns - 1 && side >= DataSource.MIN_SIDE && side <= ImageSize.MAX_SIDE;
  }

  private void expectSquare() {
    if (!isSquare()) {
      throw new DataException(
          "%s has rows of %d values, expected a label and the pixels of a square image of %d to %d a side, such as 785"
              .formatted(file, columns, DataSource.MIN_SIDE, ImageSize.MAX_SIDE));
    }
  }

  private int side() {
    return (int) Math.round(Math.sqrt(columns - 1));
  }

  private Rows rows() {
    try (BufferedReader in = Files.newBufferedReader(file, ISO_8859_1)) {
      // Each value takes a digit and a comma or line end, so that the file bounds their number.
      long most = Math.min(Files.size(file) / 2 + 1, LabelledImages.MAX_PIXELS);
      byte[] values = new byte[(int) most];
      int count = 0;
      int number = 1;
      String line = firstLine(in);
      if (heading) {
        line = line(++number, in);
      }
      for (; line != null; line = line(++number, in)) {
        if (!line.isBlank()) {
          String[] fields = fields(number, line);
          expectColumns(number, fields);
          if ((count + 1L) * columns > most) {
            // There is room for all values of the file, unless some are empty, which this says.
            parse(number, fields, new byte[columns], 0);
            throw new DataException(
                "%s has more than %d values".formatted(file, LabelledImages.MAX_PIXELS));
          }
          parse(number, fields, values, count * columns);
          count++;
        }
      }
      if (count == 0) {
        throw new DataException("%s has no row of grey values".formatted(file));
      }
      return new Rows(count, values);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private void expectColumns(int line, String[] fields) {
    if (fields.length != columns) {
      throw new DataException(
          "%s line %d has %d values, expected %d as in the first line"
              .formatted(file, line, fields.length, columns));
    }
  }

  private void parse(int line, String[] fields, byte[] values, int start) {
    for (int column = 0; column < columns; column++) {
      int value = value(fields[column]);
      if (value < 0) {
        throw new DataException(
            "%s line %d, column %d: found '%.20s', expected a whole number from 0 to %d"
                .formatted(file, line, column + 1, fields[column], MAX_VALUE));
      }
      values[start + column] = (byte) value;
    }
  }

  /** A whole number from 0 to 255, or -1. */
  private static int value(String field) {
    String digits = field.strip();
    if (digits.isEmpty() || digits.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value > MAX_VALUE ? -1 : value;
  }

  private static boolean isNumber(String field) {
    return field.strip().matches("[-+]?[\\d.]+([eE][-+]?\\d+)?");
  }

  private String[] fields(int number, String line) {
    try {
      // A carriage return behind the last cell would be taken for a part of it, quotes included.
      return new SerializableCSVParser(',', '"').parseLine(line.stripTrailing());
    } catch (IOException e) {
      throw new DataException("%s line %d: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private String firstLine(Reader in) throws IOException {
    String line = line(1, in);
    if (line == null) {
      throw new DataException("%s is empty".formatted(file));
    }
    // A byte order mark, read as Latin-1.
    return line.replaceFirst("^\u00ef\u00bb\u00bf", "");
  }

  /**
   * The next line, null at the end; without the memory that a file without line ends would take.
   */
  private String line(int number, Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next == -1) {
      return null;
    }
    for (; next != -1 && next != '\n'; next = in.read()) {
      line.append((char) next);
      if (line.length() > MAX_CHARACTERS) {
        throw new DataException(
            "%s line %d is longer than %d characters; it is no CSV file of images"
                .formatted(file, number, MAX_CHARACTERS));
      }
    }
    return line.toString();
  }

  /**
   * The column that the heading names; otherwise, of the first and the last, the one that differs
   * more from the column beside it: a pixel is like its neighbour, be it background or not.
   */
  private int labelColumn(Rows rows) {
    int last = columns - 1;
    return named.orElse(difference(rows, last, last - 1) > difference(rows, 0, 1) ? last : 0);
  }

  /** The sum over all rows. */
  private long difference(Rows rows, int column, int neighbour) {
    long sum = 0;
    for (int start = 0; start < rows.count * columns; start += columns) {
      sum +=
          Math.abs((rows.values[start + column] & 0xff) - (rows.values[start + neighbour] & 0xff));
    }
    return sum;
  }

  private List<String> warnings(Rows rows, int label) {
    if (named.isPresent()) {
      return List.of();
    }
    long first = difference(rows, 0, 1);
    long last = difference(rows, columns - 1, columns - 2);
    if (Math.max(first, last) > PLAINLY * Math.min(first, last)) {
      return List.of();
    }
    return List.of(
        "%s has no heading that names the labels, and the first and the last column are alike; the %s is taken for them, a guess; put a heading with label over theirs in the first line"
            .formatted(file, label == 0 ? "first" : "last"));
  }

  /** As messages about labels name them. */
  private String labels(int column) {
    return "%s column %d%s"
        .formatted(
            file,
            column + 1,
            named.isPresent() ? "" : ", taken for the labels since no heading names them,");
  }

  private LabelledImages images(Rows rows, int label) {
    int pixels = columns - 1;
    byte[] labels = new byte[rows.count];
    byte[] greys = new byte[rows.count * pixels];
    for (int row = 0; row < rows.count; row++) {
      int start = row * columns;
      labels[row] = rows.values[start + label];
      System.arraycopy(rows.values, start + (label == 0 ? 1 : 0), greys, row * pixels, pixels);
    }
    return LabelledImages.wrap(side(), side(), greys, labels);
  }
}
