package mnist4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final String FORMATS =
      "four IDX files, .npz, .npy or .csv files, or one folder of pictures per class";

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
    boolean pictures = Files.isDirectory(path) && isFolderOfPictures(path);
    if (!pictures && (options.skipBad() || !options.prepare())) {
      throw new DataException(
          "%s is no folder of pictures; leave out --skip-bad and --no-prepare".formatted(path));
    }
    RawSet set;
    if (pictures) {
      set = PictureFolder.read(path, options);
    } else if (Files.isDirectory(path)) {
      set = readDirectory(path, options.split());
    } else {
      set = readFile(path, options.split());
    }
    return checked(path, set, options);
  }

  private static boolean isFolderOfPictures(Path directory) {
    return !IdxDirectory.isOne(directory)
        && !NumpyFiles.areIn(directory)
        && !CsvFile.isIn(directory)
        && PictureFolder.isOne(directory);
  }

  private static RawSet readDirectory(Path directory, Optional<String> split) {
    if (IdxDirectory.isOne(directory)) {
      return IdxDirectory.read(directory, split);
    }
    if (NumpyFiles.areIn(directory)) {
      return NumpyFiles.read(directory, split);
    }
    if (CsvFile.isIn(directory)) {
      return CsvFile.readFrom(directory, split);
    }
    throw new DataException("%s holds no data set; expected %s".formatted(directory, FORMATS));
  }

  private static RawSet readFile(Path file, Optional<String> split) {
    if (split.isPresent()) {
      throw new DataException("--split: %s is a single file; leave it out".formatted(file));
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

  private static ReadData checked(Path path, RawSet set, DataOptions options) {
    expectSides(set.trainFrom(), set.train().imageSize());
    if (!set.train().imageSize().equals(set.test().imageSize())) {
      throw new DataException(
          "%s has training images of %s pixels but test images of %s; expected one size"
              .formatted(path, set.train().imageSize(), set.test().imageSize()));
    }
    List<String> classNames = ClassNames.of(set);
    ClassNames.expectText(path, classNames);
    ClassNames.expectText(path, List.of(set.name()));
    LabelledImages train = options.transpose() ? set.train().transposed() : set.train();
    LabelledImages test = options.transpose() ? set.test().transposed() : set.test();
    boolean emnist = isEmnist(set);
    boolean prepared = emnist || MnistPreparation.isThatOf(train);
    ImageData images = new ImageData(set.name(), train, test, classNames, prepared);
    List<String> warnings = new ArrayList<>(set.warnings());
    boolean swapped =
        emnist ? !MnistPreparation.standsUpright(train) : MnistPreparation.liesOnItsSide(train);
    if (!options.transpose() && swapped) {
      warnings.add(
          "the images look like EMNIST's, whose rows and columns are swapped; --transpose swaps them back");
    }
    warnings.addAll(MnistPreparation.warnings(train));
    String format = set.format() + (options.transpose() ? ", transposed" : "");
    return new ReadData(path, format, isMnist(images) ? mnist(images) : images, warnings);
  }

  static void expectSides(Path from, ImageSize size) {
    if (size.shorterSide() < MIN_SIDE || size.longerSide() > ImageSize.MAX_SIDE) {
      throw new DataException(
          "%s has images of %s pixels, expected %d to %d a side"
              .formatted(from, size, MIN_SIDE, ImageSize.MAX_SIDE));
    }
  }

  /** By the prefix of IDX files, which EMNIST's own readers expect; other names prove nothing. */
  private static boolean isEmnist(RawSet set) {
    return set.train().imageSize().equals(ImageSize.MNIST)
        && IdxDirectory.isPartOfOne(set.trainFrom())
        && set.trainFrom().getFileName().toString().toLowerCase(Locale.ROOT).startsWith("emnist");
  }

  private static boolean isMnist(ImageData images) {
    return images.train().size() == MNIST_TRAIN
        && images.test().size() == MNIST_TEST
        && images.imageSize().equals(ImageSize.MNIST)
        && images.sha256().equals(MNIST_SHA256);
  }

  private static ImageData mnist(ImageData images) {
    return new ImageData("MNIST", images.train(), images.test(), images.classNames(), true);
  }

  /** The files in a directory by name, hidden ones left out. */
  static List<Path> filesIn(Path directory) {
    return children(directory).stream().filter(Files::isRegularFile).toList();
  }

  /** The directories in a directory by name, hidden ones left out. */
  static List<Path> directoriesIn(Path directory) {
    return children(directory).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new DataException("%s cannot be read; check its permissions".formatted(directory), e);
    }
  }

  /** The name of a set after its file or directory, without an ending such as {@code .npz}. */
  static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString().replaceFirst("(?i)\\.(npz|csv)$", "");
  }
}
