package mnist4j.data;

import java.io.IOException;
import java.nio.file.Path;

/** A place that MNIST can be had from. What it delivers is not trusted until verified. */
interface MnistSource {

  /** How errors and progress name it. */
  String name();

  /**
   * Puts the four uncompressed files under their {@link MnistFile#fileName() names} into an empty
   * directory.
   *
   * @throws IOException with a message for a person if any file cannot be had
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void fetch(Path into, TransferProgress progress) throws IOException, InterruptedException;
}
