package mnist4j.data;

import java.io.IOException;
import java.nio.file.Path;

/** A place to download MNIST from. Its files are not trusted until they are verified. */
interface MnistSource {

  /** The name in errors and progress. */
  String name();

  /**
   * Puts the four uncompressed files under their {@link MnistFile#fileName() names} into an empty
   * directory.
   *
   * @throws IOException with a readable message if a file cannot be downloaded
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void fetch(Path into, TransferListener listener) throws IOException, InterruptedException;
}
