package mnist4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NumPy arrays of images and labels: an archive of four, such as Keras's {@code mnist.npz} and
 * those of MedMNIST, KMNIST's four {@code .npz} files with one array each, or four {@code .npy}
 * files.
 */
final class NumpyFiles {

  private static final List<String> KERAS = List.of("x_train", "y_train", "x_test", "y_test");

  private static final List<String> MEDMNIST =
      List.of("train_images", "train_labels", "test_images", "test_labels");

  /** KMNIST's names behind its prefix, in the order of the others. */
  private static final List<String> KMNIST =
      List.of("train-imgs", "train-labels", "test-imgs", "test-labels");

  private static final Pattern KMNIST_NAME =
      Pattern.compile("(.+)-(" + String.join("|", KMNIST) + ")\\.npz");

  private static final String UNNAMED = "arr_0";
  private static final String ARRAY = ".npy";
  private static final String ARCHIVE = ".npz";

  private NumpyFiles() {}

  /** Whether a directory has files of this kind. */
  static boolean areIn(Path directory) {
    return DataSource.filesIn(directory).stream().anyMatch(file -> isArray(file) || isNpz(file));
  }

  /** Whether a directory has a set of such files, by their names and those of their arrays. */
  static boolean areSet(Path directory) {
    return arrayFiles(directory).stream().allMatch(Files::isRegularFile)
        || DataSource.filesIn(directory).stream()
            .anyMatch(
                file ->
                    KMNIST_NAME.matcher(file.getFileName().toString()).matches() || isSet(file));
  }

  private static boolean isArray(Path file) {
    return DataSource.endsWith(file, ARRAY);
  }

  private static boolean isNpz(Path file) {
    return DataSource.endsWith(file, ARCHIVE);
  }

  private static boolean isSet(Path file) {
    if (!isNpz(file)) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return Stream.of(KERAS, MEDMNIST)
          .anyMatch(names -> zip.getEntry(names.get(0) + ARRAY) != null);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is a zip, as {@code .npz} files are. */
  static boolean isArchive(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(2);
      return start.length == 2 && start[0] == 'P' && start[1] == 'K';
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /**
   * Reads the set of a directory.
   *
   * @throws DataException if arrays are missing or wrong, or several sets are there and none is
   *     chosen
   */
  static RawSet read(Path directory, Optional<String> split) {
    List<Path> files = DataSource.filesIn(directory);
    SortedMap<String, List<Path>> sets = new TreeMap<>();
    for (Path file : files) {
      Matcher kmnist = KMNIST_NAME.matcher(file.getFileName().toString());
      if (kmnist.matches()) {
        sets.put(kmnist.group(1), kmnistFiles(directory, kmnist.group(1)));
      } else if (isNpz(file)) {
        add(directory, sets, DataSource.name(file), List.of(file));
      }
    }
    List<Path> arrays = arrayFiles(directory);
    // Beside archives, other arrays are none of a set.
    if (arrays.stream().allMatch(Files::isRegularFile)
        || sets.isEmpty() && files.stream().anyMatch(NumpyFiles::isArray)) {
      add(directory, sets, DataSource.name(directory), arrays);
    }
    Map.Entry<String, List<Path>> set = Candidates.choose(directory, sets, split);
    return set.getValue().size() == 1
        ? read(set.getValue().get(0))
        : readFour(directory, set.getKey(), set.getValue());
  }

  private static void add(
      Path directory, Map<String, List<Path>> sets, String name, List<Path> files) {
    if (sets.put(name, files) != null) {
      throw new DataException(
          "%s has two sets called %s, expected one; move the .npz or .npy files of one of them elsewhere"
              .formatted(directory, name));
    }
  }

  private static List<Path> kmnistFiles(Path directory, String prefix) {
    return KMNIST.stream().map(name -> directory.resolve(prefix + "-" + name + ARCHIVE)).toList();
  }

  /** Keras's four arrays: training images and labels, test images and labels. */
  static List<Path> arrayFiles(Path directory) {
    return KERAS.stream().map(name -> directory.resolve(name + ARRAY)).toList();
  }

  /**
   * Reads one archive of four arrays.
   *
   * @throws DataException if arrays are missing or wrong
   */
  static RawSet read(Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<String> names = zip.getEntry(MEDMNIST.get(0) + ARRAY) == null ? KERAS : MEDMNIST;
      List<NpyArray> arrays = new ArrayList<>();
      for (String name : names) {
        arrays.add(read(archive, zip, name, arrays.size() % 2 == 0));
      }
      Path directory = archive.toAbsolutePath().getParent();
      return set(DataSource.name(archive), "a NumPy archive", directory, archive, archive, arrays);
    } catch (IOException e) {
      throw unreadable(archive, e);
    }
  }

  private static RawSet readFour(Path directory, String name, List<Path> files) {
    List<NpyArray> arrays = new ArrayList<>();
    for (Path file : files) {
      boolean images = arrays.size() % 2 == 0;
      if (!Files.isRegularFile(file)) {
        throw new DataException(
            "%s has no %s; expected %s"
                .formatted(
                    directory,
                    file.getFileName(),
                    String.join(
                        ", ", files.stream().map(f -> f.getFileName().toString()).toList())));
      }
      arrays.add(isArray(file) ? readArray(file, images) : readOnly(file, images));
    }
    String format = isArray(files.get(0)) ? "four NumPy files" : "four NumPy archives";
    return set(name, format, directory, files.get(1), files.get(3), arrays);
  }

  private static RawSet set(
      String name,
      String format,
      Path directory,
      Path trainFrom,
      Path testFrom,
      List<NpyArray> arrays) {
    return new RawSet(
        name,
        format,
        NpyArray.labelled(arrays.get(0), arrays.get(1)),
        NpyArray.labelled(arrays.get(2), arrays.get(3)),
        trainFrom.toString(),
        testFrom.toString(),
        ClassNames.in(directory),
        List.of());
  }

  private static NpyArray readArray(Path file, boolean images) {
    try (InputStream in = Files.newInputStream(file)) {
      return NpyArray.read(file.toString(), in, Files.size(file), images);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /** The unnamed array of an archive that {@code numpy.savez} made of one. */
  private static NpyArray readOnly(Path archive, boolean images) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return read(archive, zip, UNNAMED, images);
    } catch (IOException e) {
      throw unreadable(archive, e);
    }
  }

  private static NpyArray read(Path archive, ZipFile zip, String name, boolean images)
      throws IOException {
    ZipEntry entry = zip.getEntry(name + ARRAY);
    if (entry == null) {
      throw new DataException(
          "%s has no array %s; expected %s, or %s"
              .formatted(
                  archive,
                  name,
                  name.equals(UNNAMED) ? "it alone" : String.join(", ", KERAS),
                  name.equals(UNNAMED)
                      ? "one archive of " + String.join(", ", KERAS)
                      : String.join(", ", MEDMNIST)));
    }
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      // The archive may say more of an entry than it has bytes.
      long packed = Math.min(entry.getCompressedSize(), Files.size(archive));
      long most = packed * IdxReader.MAX_DEFLATE_RATIO;
      NpyArray array = NpyArray.read("%s: %s".formatted(archive, name), in, most, images);
      if (checksum.getValue() != entry.getCrc()) {
        throw new ZipException("%s has another checksum".formatted(entry.getName()));
      }
      return array;
    }
  }

  private static DataException unreadable(Path file, IOException cause) {
    return cause instanceof ZipException || cause instanceof EOFException
        ? new DataException(
            "%s cannot be read as a NumPy archive (%s); get it again"
                .formatted(file, DataException.reason(cause)),
            cause)
        : DataException.unreadable(file, cause);
  }
}
