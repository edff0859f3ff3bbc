package mnist4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import mnist4j.data.ImageData;
import mnist4j.data.ImageDirectory;
import mnist4j.data.LabelledImages;

/**
 * All of MNIST, for the tests that need it: the four IDX files in the directory that the system
 * property {@code mnist4j.data} names, else in {@code ~/.cache/mnist4j}. Without them the calling
 * test is skipped and says so.
 */
public final class RealMnist {

  private RealMnist() {}

  public static ImageData images() {
    ImageDirectory files = new ImageDirectory(directory());
    assumeTrue(
        files.isComplete(),
        () ->
            "SKIPPED: needs the real MNIST files, not all in %s; set -Dmnist4j.data=DIR"
                .formatted(directory()));
    return files.read();
  }

  public static LabelledImages train() {
    return images().train();
  }

  public static LabelledImages test() {
    return images().test();
  }

  static Path directory() {
    String named = System.getProperty("mnist4j.data");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".cache", "mnist4j")
        : Path.of(named);
  }
}
