package mnist4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.data.MnistCache;
import mnist4j.data.MnistFile;

/**
 * All of MNIST, for the tests that need it: the four IDX files in the directory that the system
 * property {@code mnist4j.data} names, else in the program's cache. Without them the calling test
 * is skipped and says so.
 */
public final class RealMnist {

  private RealMnist() {}

  public static ImageData images() {
    assumeTrue(
        Stream.of(MnistFile.values())
            .map(MnistFile::fileName)
            .allMatch(name -> exists(name) || exists(name + ".gz")),
        () ->
            "SKIPPED: needs the real MNIST files, not all in %s; set -Dmnist4j.data=DIR"
                .formatted(directory()));
    return DataSource.read(directory(), DataOptions.DEFAULT).images();
  }

  public static LabelledImages train() {
    return images().train();
  }

  public static LabelledImages test() {
    return images().test();
  }

  private static boolean exists(String name) {
    return Files.isRegularFile(directory().resolve(name));
  }

  static Path directory() {
    String named = System.getProperty("mnist4j.data");
    return named == null ? MnistCache.standard().directory() : Path.of(named);
  }
}
