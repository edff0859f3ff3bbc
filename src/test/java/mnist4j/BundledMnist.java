package mnist4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import mnist4j.data.LabelledImages;

/** The first 1,000 training and test images, which ship with the program. */
public final class BundledMnist {

  private BundledMnist() {}

  public static LabelledImages train() {
    return read("train");
  }

  public static LabelledImages test() {
    return read("t10k");
  }

  private static LabelledImages read(String part) {
    try (InputStream images = open(part + "-images-idx3-ubyte.gz");
        InputStream labels = open(part + "-labels-idx1-ubyte.gz")) {
      return IdxPair.read(images, labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    return new GZIPInputStream(BundledMnist.class.getResourceAsStream("/mnist4j/data/" + name));
  }
}
