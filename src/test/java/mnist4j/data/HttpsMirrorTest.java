package mnist4j.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror on this machine, which answers every request alike. */
class HttpsMirrorTest {

  /** For answers that come, however slow the machine. */
  private static final Duration AMPLE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private final List<String> requests = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final byte[] content = content();
  private HttpServer server;

  private static byte[] content() {
    byte[] bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpsMirror answering(HttpHandler answer) {
    return answering(answer, AMPLE);
  }

  private HttpsMirror answering(HttpHandler answer, Duration timeout) {
    server.createContext(
        "/mnist/",
        exchange -> {
          requests.add(exchange.getRequestURI().getPath());
          answer.handle(exchange);
        });
    return new HttpsMirror(
        URI.create("http://localhost:%d/mnist/".formatted(server.getAddress().getPort())), timeout);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private TransferListener listener() {
    return new TransferListener() {
      private long total;

      @Override
      public void started(String what, long bytes) {
        total = 0;
        heard.add("started %s %d".formatted(what, bytes));
      }

      @Override
      public void advanced(long bytes) {
        total += bytes;
      }

      @Override
      public void ended() {
        heard.add("ended " + total);
      }
    };
  }

  @Test
  void aMirrorThatStallsWithinAFileIsGivenUp() {
    CountDownLatch over = new CountDownLatch(1);
    HttpsMirror mirror =
        answering(
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000);
              exchange.getResponseBody().write(new byte[] {0x1f, (byte) 0x8b});
              exchange.getResponseBody().flush();
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            Duration.ofMillis(500));
    try {
      assertThatThrownBy(() -> mirror.fetch(directory, listener()))
          .isInstanceOf(SocketTimeoutException.class);
    } finally {
      over.countDown();
    }
  }

  @Test
  void theFourFilesArriveUncompressed() throws Exception {
    byte[] body = compressed(content);
    answering(exchange -> send(exchange, 200, body)).fetch(directory, listener());
    for (MnistFile file : MnistFile.values()) {
      assertThat(directory.resolve(file.fileName())).hasBinaryContent(content);
    }
    assertThat(requests)
        .containsExactly(
            "/mnist/train-images-idx3-ubyte.gz",
            "/mnist/train-labels-idx1-ubyte.gz",
            "/mnist/t10k-images-idx3-ubyte.gz",
            "/mnist/t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void progressIsToldTheSizeOfEachFileAndHowMuchOfItCame() throws Exception {
    byte[] body = compressed(content);
    answering(exchange -> send(exchange, 200, body)).fetch(directory, listener());
    assertThat(heard)
        .startsWith(
            "started train-images-idx3-ubyte.gz " + body.length,
            "ended " + body.length,
            "started train-labels-idx1-ubyte.gz " + body.length)
        .hasSize(8);
  }

  @Test
  void aFileThatIsNotThereIsNamedWithTheStatus() {
    HttpsMirror mirror = answering(exchange -> send(exchange, 404, "gone".getBytes(UTF_8)));
    assertThatIOException()
        .isThrownBy(() -> mirror.fetch(directory, listener()))
        .withMessage("train-images-idx3-ubyte.gz: HTTP status 404, expected 200");
    assertThat(directory).isEmptyDirectory();
    assertThat(heard).isEmpty();
  }

  @Test
  void aBodyThatIsNoGzipFileIsRefused() {
    HttpsMirror mirror =
        answering(exchange -> send(exchange, 200, "<html>Welcome".getBytes(UTF_8)));
    assertThatIOException()
        .isThrownBy(() -> mirror.fetch(directory, listener()))
        .isInstanceOf(ZipException.class)
        .withMessage("Not in GZIP format");
    assertThat(directory).isEmptyDirectory();
    assertThat(heard).hasSize(2).last().asString().startsWith("ended ");
  }

  @Test
  void aBodyShorterThanPromisedIsAFailure() throws IOException {
    byte[] body = compressed(content);
    HttpsMirror mirror =
        answering(
            exchange -> {
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body, 0, body.length / 2);
              exchange.getResponseBody().flush();
              exchange.close();
            });
    assertThatIOException().isThrownBy(() -> mirror.fetch(directory, listener()));
    assertThat(requests).hasSize(1);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aGzipFileCutShortIsAFailure() throws IOException {
    byte[] body = compressed(content);
    byte[] half = Arrays.copyOf(body, body.length / 2);
    HttpsMirror mirror = answering(exchange -> send(exchange, 200, half));
    assertThatIOException()
        .isThrownBy(() -> mirror.fetch(directory, listener()))
        .withMessage("Unexpected end of ZLIB input stream");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aBodyThatUnpacksToMoreThanTheFileHasIsCutOff() throws Exception {
    byte[] bomb = compressed(new byte[50_000_000]);
    answering(exchange -> send(exchange, 200, bomb)).fetch(directory, listener());
    for (MnistFile file : MnistFile.values()) {
      assertThat(directory.resolve(file.fileName()))
          .hasSize(Math.min(50_000_000, file.bytes() + 1));
    }
  }

  @Test
  void aMirrorThatIsDownIsAFailure() {
    HttpsMirror mirror = answering(exchange -> send(exchange, 200, content));
    server.stop(0);
    assertThatIOException().isThrownBy(() -> mirror.fetch(directory, listener()));
    assertThat(requests).isEmpty();
  }

  @Test
  void itIsNamedByItsAddress() {
    assertThat(new HttpsMirror(URI.create("https://example.org/mnist/"), AMPLE).name())
        .isEqualTo("https://example.org/mnist/");
  }
}
