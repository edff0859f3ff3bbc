package mnist4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ProxyInputStream;

/**
 * A web folder with the four files, gzip-compressed.
 *
 * @param folder its address, with a slash at the end
 * @param timeout of the connection and of each read
 */
record HttpsMirror(URI folder, Duration timeout) implements MnistSource {

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void fetch(Path into, TransferListener listener) throws IOException {
    for (MnistFile file : MnistFile.values()) {
      fetch(file, into.resolve(file.fileName()), listener);
    }
  }

  /**
   * Without java.net.http's client, which has no timeout for a mirror that stalls within a file.
   */
  private void fetch(MnistFile file, Path to, TransferListener listener) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) folder.resolve(file.gzipName()).toURL().openConnection();
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(
          "%s: HTTP status %d, expected 200"
              .formatted(file.gzipName(), connection.getResponseCode()));
    }
    listener.started(file.gzipName(), connection.getContentLengthLong());
    try (InputStream body = counted(connection.getInputStream(), listener);
        InputStream in = limited(new GZIPInputStream(body), file.bytes() + 1)) {
      Files.copy(in, to);
    } finally {
      listener.ended();
    }
  }

  /** A byte more than there should be tells that there are too many. */
  private static InputStream limited(InputStream in, long bytes) throws IOException {
    return BoundedInputStream.builder().setInputStream(in).setMaxCount(bytes).get();
  }

  private static InputStream counted(InputStream in, TransferListener listener) {
    return new ProxyInputStream(in) {
      @Override
      protected void afterRead(int count) {
        listener.advanced(Math.max(count, 0));
      }
    };
  }
}
