package mnist4j.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** A web folder that holds the four compressed files. */
record HttpsMirror(URI folder) implements MnistSource {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void fetch(Path into, TransferProgress progress) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    for (MnistFile file : MnistFile.values()) {
      fetch(client, file, into.resolve(file.fileName()), progress);
    }
  }

  private void fetch(HttpClient client, MnistFile file, Path to, TransferProgress progress)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(folder.resolve(file.gzipName())).timeout(PATIENCE).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(
            "%s: HTTP status %d, expected 200".formatted(file.gzipName(), response.statusCode()));
      }
      progress.started(
          file.gzipName(), response.headers().firstValueAsLong("Content-Length").orElse(-1));
      try (InputStream in = new GZIPInputStream(new Counted(body, progress))) {
        Files.copy(in, to);
      } finally {
        progress.ended();
      }
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
