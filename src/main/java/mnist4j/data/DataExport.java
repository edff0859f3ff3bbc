package mnist4j.data;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;

/**
 * Writes a data set in one of the forms that {@link DataSource} reads, with a {@code labels.txt} of
 * class names beside it. What is read back is equal to the last bit, in the same order; pictures of
 * another size than 28 x 28 with {@code --no-prepare}.
 */
public enum DataExport {

  /** MNIST's four files, uncompressed. */
  IDX {
    @Override
    List<Target> files(ImageData data, Path directory) {
      return List.of(
          target(directory, MnistFile.TRAIN_IMAGES, IdxReader.IMAGES_MAGIC, data.train()),
          target(directory, MnistFile.TRAIN_LABELS, IdxReader.LABELS_MAGIC, data.train()),
          target(directory, MnistFile.TEST_IMAGES, IdxReader.IMAGES_MAGIC, data.test()),
          target(directory, MnistFile.TEST_LABELS, IdxReader.LABELS_MAGIC, data.test()));
    }

    private static Target target(Path directory, MnistFile file, int magic, LabelledImages images) {
      return new Target(
          directory.resolve(file.fileName()),
          out -> {
            DataOutputStream header = new DataOutputStream(out);
            header.writeInt(magic);
            header.writeInt(images.size());
            if (magic == IdxReader.IMAGES_MAGIC) {
              header.writeInt(images.rows());
              header.writeInt(images.columns());
              images.writePixels(out);
            } else {
              images.writeLabels(out);
            }
          });
    }
  },

  /**
   * Four NumPy files with the names, shapes and types of {@code keras.datasets.mnist.load_data}:
   * {@code x_train} {@code [n, 28, 28]}, {@code y_train} {@code [n]}, {@code x_test} and {@code
   * y_test} alike, all uint8.
   */
  NPY {
    @Override
    List<Target> files(ImageData data, Path directory) {
      List<Path> files = NumpyFiles.arrayFiles(directory);
      return List.of(
          new Target(files.get(0), out -> NpyArray.writeImages(data.train(), out)),
          new Target(files.get(1), out -> NpyArray.writeLabels(data.train(), out)),
          new Target(files.get(2), out -> NpyArray.writeImages(data.test(), out)),
          new Target(files.get(3), out -> NpyArray.writeLabels(data.test(), out)));
    }
  },

  /** One NumPy archive with the four arrays of {@link #NPY}, such as Keras's mnist.npz. */
  NPZ {
    @Override
    List<Target> files(ImageData data, Path directory) {
      // Nor hidden, since no hidden file is read.
      String name =
          data.name().toLowerCase(Locale.ROOT).replaceAll("^\\.|[^\\p{L}\\p{N}._-]+", "-");
      return List.of(
          new Target(
              directory.resolve(name + ".npz"),
              out -> {
                try (ZipOutputStream zip = new ZipOutputStream(out)) {
                  for (Target array : NPY.files(data, directory)) {
                    zip.putNextEntry(ReproducibleZip.entry(array.file.getFileName().toString()));
                    array.content.writeTo(zip);
                  }
                }
              }));
    }
  },

  /** Grey PNG files in {@code train/CLASS/} and {@code test/CLASS/}, named by their positions. */
  PNG {
    @Override
    List<Path> write(ImageData data, Path directory, List<Target> files, Runnable step)
        throws IOException {
      Path train = directory.resolve("train");
      Path test = directory.resolve("test");
      for (Path target : List.of(train, test)) {
        if (Files.exists(target)) {
          throw new IOException(
              "%s exists already, and its pictures would mix with the new ones; name another directory"
                  .formatted(target));
        }
      }
      Path partial = AtomicFile.partial(directory.resolve("pictures"));
      FileUtils.deleteDirectory(partial.toFile());
      try {
        List<String> folders = ClassNames.folders(data.classNames());
        pictures(data.train(), folders, partial.resolve("train"), step);
        pictures(data.test(), folders, partial.resolve("test"), step);
        List<Path> written = new ArrayList<>(super.write(data, directory, files, step));
        // The training set alone would be read as a whole set, if the process is killed here.
        written.add(Files.move(partial.resolve("test"), test));
        try {
          written.add(Files.move(partial.resolve("train"), train));
        } catch (IOException e) {
          FileUtils.deleteDirectory(test.toFile());
          throw e;
        }
        return written;
      } finally {
        FileUtils.deleteDirectory(partial.toFile());
      }
    }

    private static void pictures(
        LabelledImages images, List<String> folders, Path directory, Runnable step)
        throws IOException {
      for (int label : IntStream.of(images.labels()).distinct().toArray()) {
        Files.createDirectories(directory.resolve(folders.get(label)));
      }
      for (int image = 0; image < images.size(); image++) {
        step.run();
        BufferedImage picture =
            new BufferedImage(images.columns(), images.rows(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < images.pixelsPerImage(); i++) {
          picture
              .getRaster()
              .setSample(i % images.columns(), i / images.columns(), 0, images.pixel(image, i));
        }
        Path folder = directory.resolve(folders.get(images.label(image)));
        write(picture, folder.resolve(String.format(Locale.ROOT, "%06d.png", image)));
      }
    }

    /** The encoder says only that it failed. */
    private static void write(BufferedImage picture, Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        png.writeTo(out);
      } catch (IOException e) {
        throw new IOException(
            "cannot write %s (%s); check that there is space left"
                .formatted(file, DataException.reason(e)),
            e);
      }
    }
  };

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A file that is to be written. */
  private record Target(Path file, Content content) {

    /** Writes nothing. */
    void expectFreeOrEqual() throws IOException {
      AtomicFile.requireTarget(file);
      if (Files.exists(file)) {
        MessageDigest own = DigestUtils.getSha256Digest();
        try (OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), own))) {
          content.writeTo(out);
        }
        MessageDigest there = DigestUtils.updateDigest(DigestUtils.getSha256Digest(), file);
        if (!MessageDigest.isEqual(own.digest(), there.digest())) {
          throw new DataException(
              "%s is there already with other content; name another directory".formatted(file));
        }
      }
    }

    Path write() throws IOException {
      return AtomicFile.write(
          file,
          partial -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
              content.writeTo(out);
            }
          });
    }
  }

  /**
   * Writes the set and its class names.
   *
   * @param step called before each picture; what it throws ends the export, and no picture is left
   * @return the files and, of pictures, the folders, in the order of writing
   * @throws IOException if a file cannot be written, or pictures are there already; no file is left
   *     incomplete
   * @throws DataException if a file is there already and differs; then none is written
   */
  public final List<Path> write(ImageData data, Path directory, Runnable step) throws IOException {
    byte[] names = (String.join("\n", data.classNames()) + "\n").getBytes(StandardCharsets.UTF_8);
    List<Target> files = new ArrayList<>();
    // First, since without it the others are a set with other names.
    files.add(new Target(directory.resolve(ClassNames.FILE), out -> out.write(names)));
    files.addAll(files(data, directory));
    AtomicFile.deleteOldLeftovers(directory);
    // Before the first is written, so that no set is left mixed of old and new files.
    for (Target file : files) {
      file.expectFreeOrEqual();
    }
    return List.copyOf(write(data, directory, files, step));
  }

  /** The files of images and labels, none of pictures. */
  List<Target> files(ImageData data, Path directory) {
    return List.of();
  }

  /** In the order of writing. */
  List<Path> write(ImageData data, Path directory, List<Target> files, Runnable step)
      throws IOException {
    List<Path> written = new ArrayList<>();
    for (Target file : files) {
      written.add(file.write());
    }
    return written;
  }
}
