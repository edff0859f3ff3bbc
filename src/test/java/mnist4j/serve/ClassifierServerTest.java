package mnist4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import mnist4j.DigitClassifier;
import mnist4j.Prediction;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.training.ModelFile;
import mnist4j.training.ModelMetadata;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ClassifierServerTest {

  private static final Path SEVEN = Path.of("src/test/resources/mnist4j/drawn/7-02.png");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<Exception> FAILURES = new CopyOnWriteArrayList<>();

  /** Is being opened until a test completes it. */
  private static final CompletableFuture<DigitClassifier> LATE = new CompletableFuture<>();

  @TempDir private static Path directory;

  private static ClassifierServer server;

  @BeforeAll
  static void start() throws IOException {
    Path diverged = diverged();
    Map<String, ServedNetwork> networks = new LinkedHashMap<>();
    for (String name : List.of("mlp-64", "cnn", "numpy-mlp")) {
      networks.put(
          name.equals("cnn") ? "cnn, pretrained" : name,
          ServedNetwork.ofDigits(() -> DigitClassifier.pretrained(name)));
    }
    networks.put(
        "broken",
        ServedNetwork.ofDigits(
            () -> {
              throw new IllegalStateException("it has a fault");
            }));
    networks.put(
        "unlinked",
        ServedNetwork.ofDigits(
            () -> {
              throw new NoClassDefFoundError("mnist4j/Gone");
            }));
    networks.put("diverged", ServedNetwork.ofDigits(() -> DigitClassifier.load(diverged)));
    networks.put(
        "damaged",
        ServedNetwork.ofDigits(
            () -> {
              throw new IllegalArgumentException("model.zip is damaged; get it again");
            }));
    networks.put("late", new ServedNetwork(LATE::join, 20, 30, false));
    server =
        new ClassifierServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), networks, FAILURES::add);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * Its outputs are numbers for an empty and a full image only, which are tried when it is read.
   */
  private static Path diverged() throws IOException {
    MultiLayerNetwork network = ModelFile.pretrained("mlp-64").orElseThrow().network();
    INDArray weights = network.getParam("0_W");
    weights.get(NDArrayIndex.interval(0, 392), NDArrayIndex.all()).assign(1e35);
    weights.get(NDArrayIndex.interval(392, 784), NDArrayIndex.all()).assign(-1e35);
    network.getParam("1_W").muli(1e4);
    return ModelFile.save(
        network,
        new ModelMetadata("MNIST", ImageData.digits(), true, ImageSize.MNIST),
        directory.resolve("model.zip"));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private static HttpResponse<String> post(String path, byte[] body)
      throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).hasLineCount(1);
    return new ObjectMapper().readTree(response.body());
  }

  private static void expectError(HttpResponse<String> response, int status, String message)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).get("error").asText()).isEqualTo(message);
  }

  private static byte[] blank(int width, int height, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), format, out);
    return out.toByteArray();
  }

  @Nested
  class Classifies {

    @Test
    void asTheClassifierDoes() throws Exception {
      HttpResponse<String> response = post("/api/classify", Files.readAllBytes(SEVEN));
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode answer = json(response);
      try (DigitClassifier classifier = DigitClassifier.pretrained("mlp-64")) {
        Prediction expected = classifier.classify(SEVEN);
        assertThat(answer.get("label").asText()).isEqualTo(expected.label()).isEqualTo("7");
        assertThat(answer.get("probability").asDouble()).isEqualTo(expected.probability());
        assertThat(answer.get("probabilities"))
            .extracting(JsonNode::asDouble)
            .isEqualTo(expected.probabilities());
        assertThat(answer.get("classNames"))
            .extracting(JsonNode::asText)
            .isEqualTo(classifier.classNames());
        assertThat(answer.get("unsure").asBoolean()).isEqualTo(expected.probability() < .9);
        int[] pixels = expected.image().getRaster().getSamples(0, 0, 28, 28, 0, (int[]) null);
        assertThat(answer.get("pixels"))
            .extracting(JsonNode::asInt)
            .isEqualTo(Arrays.stream(pixels).boxed().toList());
      }
    }

    @Test
    void jpegs() throws Exception {
      byte[] five = Files.readAllBytes(SEVEN.resolveSibling("5-05.jpg"));
      assertThat(json(post("/api/classify", five)).get("label").asText()).isEqualTo("5");
    }

    @Test
    void withTheNetworkThatIsNamed() throws Exception {
      byte[] seven = Files.readAllBytes(SEVEN);
      JsonNode cnn = json(post("/api/classify?network=cnn%2C+pretrained", seven));
      assertThat(cnn.get("network").asText()).isEqualTo("cnn, pretrained");
      JsonNode linear = json(post("/api/classify?network=numpy-mlp", seven));
      assertThat(linear.get("givesProbabilities").asBoolean()).isFalse();
      assertThat(linear.get("unsure").asBoolean()).isFalse();
      assertThat(cnn.get("probability").asDouble())
          .isCloseTo(1, within(.2))
          .isNotEqualTo(linear.get("probability").asDouble());
    }

    @Test
    void saysWhichNetworksThereAre() throws Exception {
      JsonNode answer = json(get("/api/networks"));
      assertThat(answer.get("networks"))
          .extracting(JsonNode::asText)
          .containsExactly(
              "mlp-64",
              "cnn, pretrained",
              "numpy-mlp",
              "broken",
              "unlinked",
              "diverged",
              "damaged",
              "late");
      String digits = "{\"width\":28,\"height\":28,\"preparedAsMnist\":true}";
      assertThat(answer.get("inputs"))
          .extracting(JsonNode::toString)
          .containsExactly(
              digits,
              digits,
              digits,
              digits,
              digits,
              digits,
              digits,
              "{\"width\":20,\"height\":30,\"preparedAsMnist\":false}");
    }
  }

  @Nested
  class Refuses {

    private static final String GET = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/../pom.xml", "/%2e%2e/pom.xml", "/app.js/", "/app.js%00"})
    void unknownPaths(String path) throws Exception {
      expectError(
          get(path),
          404,
          "found no such path, expected one of /, /app.js, /style.css, /icon.svg, /api/networks,"
              + " /api/health, /api/classify");
    }

    @Test
    void otherMethods() throws Exception {
      HttpResponse<String> response = get("/api/classify");
      expectError(response, 405, "found another method, expected POST");
      assertThat(response.headers().firstValue("Allow")).contains("POST");
      expectError(post("/app.js", new byte[1]), 405, "found another method, expected GET");
      expectError(
          send(request("/").method("DELETE", BodyPublishers.noBody())),
          405,
          "found another method, expected GET");
    }

    @Test
    void anEmptyBody() throws Exception {
      expectError(
          post("/api/classify", new byte[0]), 400, "the body is empty; send a PNG or JPEG picture");
    }

    @Test
    void whatIsNeitherPngNorJpeg() throws Exception {
      for (byte[] body : List.of(new byte[1], "GIF89a".getBytes(), blank(30, 30, "bmp"))) {
        expectError(
            post("/api/classify", body),
            415,
            "the body is no PNG or JPEG picture; send one, without a form");
      }
    }

    @Test
    void damagedAndBlankPictures() throws Exception {
      byte[] seven = Files.readAllBytes(SEVEN);
      HttpResponse<String> cut = post("/api/classify", Arrays.copyOf(seven, seven.length / 2));
      assertThat(cut.statusCode()).isEqualTo(400);
      assertThat(json(cut).get("error").asText()).startsWith("the picture cannot be decoded (");
      HttpResponse<String> blank = post("/api/classify", blank(30, 30, "png"));
      assertThat(blank.statusCode()).isEqualTo(400);
      assertThat(json(blank).get("error").asText()).startsWith("the picture: no digit found");
    }

    @Test
    void bodiesOfTooManyBytes() throws Exception {
      byte[] large = Arrays.copyOf(Files.readAllBytes(SEVEN), ClassifyEndpoint.MAX_BYTES + 1);
      String message = "the picture has more than 10 million bytes; scale it";
      expectError(post("/api/classify", large), 413, message);
      HttpRequest.Builder unknownLength =
          request("/api/classify")
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)));
      expectError(send(unknownLength), 413, message);
    }

    @Test
    void picturesOfTooManyPixels() throws Exception {
      expectError(
          post("/api/classify", blank(6_000, 5_000, "png")),
          413,
          "the picture has 30 million pixels, expected at most 25 million; scale it");
    }

    @Test
    void unknownNetworksAndParameters() throws Exception {
      String networks =
          "expected one of mlp-64, cnn, pretrained, numpy-mlp, broken, unlinked, diverged, damaged, late";
      byte[] seven = Files.readAllBytes(SEVEN);
      expectError(
          post("/api/classify?network=..%2Fcnn", seven), 400, "found no such network, " + networks);
      expectError(
          post("/api/classify?model=cnn", seven),
          400,
          "found another parameter, expected ?network=NAME or none");
    }

    @Test
    void otherHostsThanThisComputer() throws Exception {
      assertThat(answerTo("evil.example"))
          .startsWith("HTTP/1.1 421 ")
          .contains("found another host, expected localhost; open the address that serve printed");
      for (String host :
          new String[] {
            "127.evil.example", "[dead::beef]", "[::1", "[::1]evil", "127.0.0.1.evil"
          }) {
        assertThat(answerTo(host)).as(host).startsWith("HTTP/1.1 421 ");
      }
      for (String host :
          new String[] {
            "localhost:80", "LocalHost", "127.0.1.1:80", "[::1]:80", "[0:0:0:0:0:0:0:1]"
          }) {
        assertThat(answerTo(host)).as(host).startsWith("HTTP/1.1 200 ");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "Origin: https://evil.example, 403",
      "Origin: http://localhost:81, 403",
      "Origin: null, 403",
      "Sec-Fetch-Site: cross-site, 403",
      "Sec-Fetch-Site: same-site, 403",
      "Origin: http://localhost:80, 415",
      "Origin: https://localhost:80, 415",
      "Sec-Fetch-Site: same-origin, 415",
      "Sec-Fetch-Site: none, 415",
      "Accept: text/html, 415"
    })
    void picturesFromPagesOfOthers(String header, int status) throws Exception {
      assertThat(
              raw(
                  "POST /api/classify HTTP/1.1\r\nHost: localhost:80\r\n%s\r\nConnection: close\r\nContent-Length: 9\r\n\r\nno digit\n"
                      .formatted(header)))
          .startsWith("HTTP/1.1 %d ".formatted(status));
    }

    /** Such as the computer's own, which leads to 127.0.1.1 on some. */
    @Test
    void notTheNameThatItWasToldToListenAt() throws Exception {
      byte[] loopback = InetAddress.getLoopbackAddress().getAddress();
      InetAddress named = InetAddress.getByAddress("desk.example", loopback);
      Map<String, ServedNetwork> one =
          Map.of("mlp-64", ServedNetwork.ofDigits(() -> DigitClassifier.pretrained("mlp-64")));
      try (ClassifierServer desk =
          new ClassifierServer(new InetSocketAddress(named, 0), one, FAILURES::add)) {
        desk.start();
        for (String host : List.of("desk.example:80", "Desk.Example", "localhost")) {
          assertThat(raw(desk, GET.formatted(host))).as(host).startsWith("HTTP/1.1 200 ");
        }
        assertThat(raw(desk, GET.formatted("evil.example"))).startsWith("HTTP/1.1 421 ");
      }
    }

    private String answerTo(String host) throws IOException {
      return raw(server, GET.formatted(host));
    }

    private String raw(String request) throws IOException {
      return raw(server, request);
    }

    private String raw(ClassifierServer to, String request) throws IOException {
      try (Socket socket = new Socket(to.address().getAddress(), to.address().getPort())) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private Socket connect() throws IOException {
      return new Socket(server.address().getAddress(), server.address().getPort());
    }

    @ParameterizedTest
    @CsvSource({
      "POST, /nowhere, localhost, 404, found no such path",
      "POST, /app.js, localhost, 405, found another method",
      "POST, /, evil.example, 421, found another host",
      "POST, /api/classify?network=no, localhost, 400, found no such network",
      "HEAD, /nowhere, localhost, 404, application/json"
    })
    void withAnAnswerThatArrivesThoughALargeBodyIsNotRead(
        String method, String path, String host, int status, String content) throws Exception {
      String head =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"
              .formatted(method, path, host);
      assertThat(raw(head + "x".repeat(5_000_000)))
          .startsWith("HTTP/1.1 %d ".formatted(status))
          .contains(content);
    }

    /** One more than it classifies at a time, all of which wait for a network to be opened. */
    @Test
    @Timeout(60)
    void onePictureMoreThanItTakesAtATime() throws Exception {
      byte[] seven = Files.readAllBytes(SEVEN);
      List<Socket> clients =
          withoutBodies("?network=late", ClassifyEndpoint.MAX_REQUESTS + 1, seven.length);
      for (Socket client : clients) {
        client.getOutputStream().write(seven);
      }
      Socket refused = firstAnswered(clients);
      assertThat(statusLine(refused)).startsWith("HTTP/1.1 503 ");
      assertThat(get("/api/health").statusCode()).isEqualTo(200);
      LATE.complete(DigitClassifier.pretrained("mlp-64"));
      clients.remove(refused);
      refused.close();
      for (Socket client : clients) {
        assertThat(statusLine(client)).startsWith("HTTP/1.1 200 ");
        client.close();
      }
    }

    @Test
    @Timeout(25)
    void nobodyBecauseOthersKeepTheirBodiesBack() throws Exception {
      List<Socket> clients = withoutBodies("", 60, 9);
      assertThat(post("/api/classify", Files.readAllBytes(SEVEN)).statusCode()).isEqualTo(200);
      for (Socket client : clients) {
        client.getOutputStream().write(new byte[9]);
        assertThat(statusLine(client)).startsWith("HTTP/1.1 415 ");
        client.close();
      }
    }

    /** Clients that have sent the heads of their requests alone. */
    private List<Socket> withoutBodies(String query, int clients, int length) throws IOException {
      String head =
          "POST /api/classify%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
              .formatted(query, length);
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        sockets.add(connect());
        sockets.get(i).getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      return sockets;
    }

    private Socket firstAnswered(List<Socket> clients) throws IOException {
      while (!Thread.interrupted()) {
        for (Socket client : clients) {
          if (client.getInputStream().available() > 0) {
            return client;
          }
        }
        Thread.onSpinWait();
      }
      throw new IOException("none is answered");
    }

    private String statusLine(Socket client) throws IOException {
      return new String(client.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "broken, it has a fault",
    "unlinked, java.lang.NoClassDefFoundError: mnist4j/Gone",
    "diverged, the network's outputs are no numbers for this picture: its weights are too large; train it again"
  })
  void reportsItsOwnFailuresWhereItWasStarted(String network, String failure) throws Exception {
    expectError(
        post("/api/classify?network=" + network, Files.readAllBytes(SEVEN)),
        500,
        "the server failed; it says more where it was started");
    assertThat(FAILURES).extracting(Exception::getMessage).containsOnlyOnce(failure);
  }

  @Test
  void reportsANetworkThatCannotBeOpenedOnce() throws Exception {
    for (int stroke = 0; stroke < 3; stroke++) {
      expectError(
          post("/api/classify?network=damaged", Files.readAllBytes(SEVEN)),
          500,
          "the network damaged cannot be opened, the server says why where it was started; choose"
              + " another");
    }
    assertThat(FAILURES)
        .extracting(Exception::getMessage)
        .containsOnlyOnce("model.zip is damaged; get it again");
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/app.js, text/javascript; charset=utf-8",
    "/style.css, text/css; charset=utf-8",
    "/icon.svg, image/svg+xml"
  })
  void servesThePage(String path, String type) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
    assertThat(response.body())
        .isNotBlank()
        .doesNotContainPattern("(src|href|from|import|url|fetch)\\W+(https?:|//)");
    HttpResponse<String> head = send(request(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(response.headers().firstValue("Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/health", "/nowhere"})
  void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
    Map<String, List<String>> headers = get(path).headers().map();
    assertThat(headers.get("content-security-policy").get(0))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe", "*", "data:");
    assertThat(headers).containsEntry("x-content-type-options", List.of("nosniff"));
    assertThat(headers).containsEntry("x-frame-options", List.of("DENY"));
    assertThat(headers).containsEntry("cross-origin-resource-policy", List.of("same-origin"));
    assertThat(headers).doesNotContainKey("access-control-allow-origin");
  }

  /** -Xmx256m, the JVM's default where there is 1 GB, gets along with less. */
  @Test
  void holdsBodiesOfAPartOfTheMemoryOnly() {
    assertThat(ClassifyEndpoint.maxBytesTogether(256L << 20)).isEqualTo(32 << 20);
    assertThat(ClassifyEndpoint.maxBytesTogether(16L << 20)).isEqualTo(10_000_000);
    assertThat(ClassifyEndpoint.maxBytesTogether(Long.MAX_VALUE)).isEqualTo(160_000_000);
  }

  @Test
  void isHealthy() throws Exception {
    assertThat(get("/api/health").body()).isEqualToIgnoringNewLines("{\"status\":\"ok\"}");
  }
}
