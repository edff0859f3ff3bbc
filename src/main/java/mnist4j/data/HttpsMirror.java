package mnist4j.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/**
 * A web folder that holds the four compressed files.
 *
 * @param folder its address, with a slash at the end
 * @param patience how long to wait for a connection and for each next byte
 */
record HttpsMirror(URI folder, Duration patience) implements MnistSource {

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void fetch(Path into, TransferProgress progress) throws IOException {
    for (MnistFile file : MnistFile.values()) {
      fetch(file, into.resolve(file.fileName()), progress);
    }
  }

  /** Not java.net.http's client, which waits for ever where a mirror stalls within a file. */
  private void fetch(MnistFile file, Path to, TransferProgress progress) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) folder.resolve(file.gzipName()).toURL().openConnection();
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(
          "%s: HTTP status %d, expected 200"
              .formatted(file.gzipName(), connection.getResponseCode()));
    }
    progress.started(file.gzipName(), connection.getContentLengthLong());
    try (InputStream body = connection.getInputStream();
        InputStream in = new GZIPInputStream(new Counted(body, progress))) {
      Files.copy(in, to);
    } finally {
      progress.ended();
    }
  }

  /** Reports what passes through it. */
  private static final class Counted extends FilterInputStream {
    private final TransferProgress progress;

    Counted(InputStream in, TransferProgress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      progress.advanced(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      progress.advanced(Math.max(count, 0));
      return count;
    }
  }
}
