package mnist4j.data;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognises the format of a data set by its files and reads it. */
public final class DataSource {

  /** A person cannot recognise anything in less. */
  static final int MIN_SIDE = 5;

  /** Of the pixels and labels of MNIST, whatever files they come in. */
  static final String MNIST_SHA256 =
      "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16";

  private static final int MNIST_TRAIN = 60_000;
  private static final int MNIST_TEST = 10_000;

  /** Of the order of images that come class by class. */
  private static final long SEED = 1;

  private static final String FORMATS =
      "four IDX files, .npz, .npy or .csv files, or one folder of pictures per class";

  /** The kinds of data sets that are directories. */
  private enum Kind {
    IDX("IDX files"),
    NUMPY("NumPy files"),
    CSV("CSV files"),
    PICTURES("folders of pictures");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Whether a directory has files that may be meant. */
    boolean isIn(Path directory) {
      return switch (this) {
        case IDX -> IdxDirectory.isOne(directory);
        case NUMPY -> NumpyFiles.areIn(directory);
        case CSV -> CsvFile.isIn(directory);
        case PICTURES -> PictureFolder.isOne(directory);
      };
    }

    /** Whether they can be a data set and nothing else. */
    boolean isSet(Path directory) {
      return switch (this) {
        case IDX -> IdxDirectory.isSet(directory);
        case NUMPY -> NumpyFiles.areSet(directory);
        case CSV -> CsvFile.isSet(directory);
        case PICTURES -> PictureFolder.isSet(directory);
      };
    }

    RawSet read(Path directory, DataOptions options) {
      return switch (this) {
        case IDX -> IdxDirectory.read(directory, options.split());
        case NUMPY -> NumpyFiles.read(directory, options.split());
        case CSV -> CsvFile.readFrom(directory, options.split());
        case PICTURES -> PictureFolder.read(directory, options);
      };
    }
  }

  private DataSource() {}

  /**
   * Reads a data set.
   *
   * @param path a directory of four IDX files, NumPy arrays or CSV files, a folder of pictures, or
   *     a single .npz or .csv file
   * @throws DataException if nothing of that kind is there, a file is wrong, an image's side is not
   *     5 to 64 pixels, or a label has no name
   */
  public static ReadData read(Path path, DataOptions options) {
    if (!Files.exists(path)) {
      throw new DataException("%s does not exist; name %s".formatted(path, FORMATS));
    }
    List<Kind> kinds = Files.isDirectory(path) ? kinds(path) : List.of();
    boolean pictures = !kinds.isEmpty() && kinds.get(0) == Kind.PICTURES;
    if (!pictures && (options.skipBad() || !options.prepare())) {
      throw new DataException(
          "%s is no folder of pictures; leave out --skip-bad and --no-prepare".formatted(path));
    }
    if (!Files.isDirectory(path)) {
      return checked(path, readFile(path, options.split()), options, List.of());
    }
    if (kinds.isEmpty()) {
      throw new DataException("%s holds no data set; expected %s".formatted(path, FORMATS));
    }
    return checked(path, kinds.get(0).read(path, options), options, passedOver(path, kinds));
  }

  /**
   * What a directory holds, first what is read: of several kinds one that is a set, since tables
   * and arrays of other uses lie beside pictures. Pictures of other uses lie beside all the rest,
   * so those that are no set count where there is nothing else.
   */
  private static List<Kind> kinds(Path directory) {
    Map<Boolean, List<Kind>> found =
        Stream.of(Kind.values())
            .filter(kind -> kind.isIn(directory))
            .collect(partitioningBy(kind -> kind.isSet(directory)));
    List<Kind> kinds = new ArrayList<>(found.get(true));
    for (Kind kind : found.get(false)) {
      if (kind != Kind.PICTURES || kinds.isEmpty()) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static List<String> passedOver(Path directory, List<Kind> kinds) {
    if (kinds.size() == 1) {
      return List.of();
    }
    String others = kinds.stream().skip(1).map(kind -> kind.words).collect(joining(" and "));
    return List.of(
        "%s also holds %s, which are passed over; to read them, keep them in a directory of their own"
            .formatted(directory, others));
  }

  private static RawSet readFile(Path file, Optional<String> split) {
    if (split.isPresent()) {
      throw new DataException("--split: %s is a single file; leave it out".formatted(file));
    }
    // To open a pipe takes until somebody writes to it.
    if (!Files.isRegularFile(file)) {
      throw new DataException("%s is no regular file; expected %s".formatted(file, FORMATS));
    }
    if (NumpyFiles.isArchive(file)) {
      return NumpyFiles.read(file);
    }
    if (CsvFile.isOne(file)) {
      return CsvFile.read(file);
    }
    if (IdxDirectory.isPartOfOne(file)) {
      throw new DataException("%s is one of four files; name their directory".formatted(file));
    }
    throw new DataException("%s is no data set; expected %s".formatted(file, FORMATS));
  }

  private static ReadData checked(
      Path path, RawSet set, DataOptions options, List<String> passedOver) {
    expectSides(path, set.train().imageSize());
    if (!set.train().imageSize().equals(set.test().imageSize())) {
      throw new DataException(
          "%s has training images of %s but test images of %s; expected one size"
              .formatted(path, set.train().imageSize(), set.test().imageSize()));
    }
    List<String> classNames = ClassNames.of(set);
    ClassNames.expectNames(path, classNames);
    ClassNames.expectNames(path, List.of(set.name()));
    boolean sorted = set.train().areSortedByClass();
    LabelledImages inOrder = sorted ? set.train().shuffled(SEED) : set.train();
    LabelledImages train = options.transpose() ? inOrder.transposed() : inOrder;
    LabelledImages test = options.transpose() ? set.test().transposed() : set.test();
    boolean emnist = isEmnist(set);
    boolean prepared = emnist || MnistPreparation.isThatOf(train);
    ImageData images = new ImageData(set.name(), train, test, classNames, prepared);
    List<String> warnings = new ArrayList<>(passedOver);
    warnings.addAll(set.warnings());
    if (sorted) {
      warnings.add(
          "the training images come class by class; they are shuffled, in every run alike, so that those held out are of every class");
    }
    boolean swapped =
        emnist ? !MnistPreparation.standsUpright(train) : MnistPreparation.liesOnItsSide(train);
    if (!options.transpose() && swapped) {
      warnings.add(
          "the images look like EMNIST's, whose rows and columns are swapped; --transpose swaps them back");
    }
    warnings.addAll(MnistPreparation.warnings(train));
    String format = set.format() + (options.transpose() ? ", transposed" : "");
    return new ReadData(path, format, namedByContent(images), warnings);
  }

  private static void expectSides(Path from, ImageSize size) {
    if (size.shorterSide() < MIN_SIDE || size.longerSide() > ImageSize.MAX_SIDE) {
      throw new DataException(
          "%s has images of %s, expected %d to %d a side"
              .formatted(from, size, MIN_SIDE, ImageSize.MAX_SIDE));
    }
  }

  /** By the prefix of IDX files, which EMNIST's own readers expect; other names prove nothing. */
  private static boolean isEmnist(RawSet set) {
    return set.train().imageSize().equals(ImageSize.MNIST)
        && IdxDirectory.isOfEmnist(Path.of(set.trainFrom()));
  }

  private static boolean isMnist(ImageData images) {
    return images.train().size() == MNIST_TRAIN
        && images.test().size() == MNIST_TEST
        && images.imageSize().equals(ImageSize.MNIST)
        && images.sha256().equals(MNIST_SHA256);
  }

  /** Reports and warnings go by the name, which a directory of other images may have, too. */
  private static ImageData namedByContent(ImageData images) {
    if (isMnist(images)) {
      return new ImageData(
          ImageData.MNIST_NAME, images.train(), images.test(), images.classNames(), true);
    }
    return ImageData.isOfMnist(images.name())
        ? new ImageData(
            images.name() + " (by its name)",
            images.train(),
            images.test(),
            images.classNames(),
            images.preparedAsMnist())
        : images;
  }

  /** The files in a directory by name, hidden ones left out. */
  static List<Path> filesIn(Path directory) {
    return children(directory).stream().filter(Files::isRegularFile).toList();
  }

  /** The directories in a directory by name, hidden ones left out. */
  static List<Path> directoriesIn(Path directory) {
    return children(directory).stream().filter(Files::isDirectory).toList();
  }

  /** All that is in a directory by name, links to nothing too, hidden ones left out. */
  static List<Path> children(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> !isHidden(path)).sorted().toList();
    } catch (IOException e) {
      throw new DataException("%s cannot be read; check its permissions".formatted(directory), e);
    }
  }

  /** Whether a file or directory is hidden, by a dot before its name or an attribute of Windows. */
  public static boolean isHidden(Path path) {
    try {
      return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
    } catch (IOException e) {
      // Whoever reads it says why it cannot be read.
      return false;
    }
  }

  /** Whether a file's name has an ending, in upper or lower case. */
  static boolean endsWith(Path file, String ending) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** The name of a set after its file or directory, without an ending such as {@code .npz}. */
  static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString().replaceFirst("(?i)\\.(npz|csv)$", "");
  }
}
