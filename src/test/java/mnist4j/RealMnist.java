package mnist4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mnist4j.data.LabelledImages;

/**
 * All of MNIST, for the tests that need it: the four plain IDX files in the directory that the
 * system property {@code mnist4j.data} names, else in {@code ~/.cache/mnist4j}. Without them the
 * calling test is skipped and says so.
 */
public final class RealMnist {

  private RealMnist() {}

  public static LabelledImages train() {
    return read("train");
  }

  public static LabelledImages test() {
    return read("t10k");
  }

  private static Path directory() {
    String named = System.getProperty("mnist4j.data");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".cache", "mnist4j")
        : Path.of(named);
  }

  private static LabelledImages read(String part) {
    Path images = directory().resolve(part + "-images-idx3-ubyte");
    Path labels = directory().resolve(part + "-labels-idx1-ubyte");
    assumeTrue(
        Stream.of(images, labels).allMatch(Files::isReadable),
        () ->
            "SKIPPED: needs the real MNIST files, none in %s; set -Dmnist4j.data=DIR"
                .formatted(directory()));
    try (InputStream imageFile = new BufferedInputStream(Files.newInputStream(images));
        InputStream labelFile = new BufferedInputStream(Files.newInputStream(labels))) {
      return IdxPair.read(imageFile, labelFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
