package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import mnist4j.ChildJvm;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.training.ModelFile;
import mnist4j.training.ModelMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  private static final Path SEVEN = Path.of("src/test/resources/mnist4j/drawn/7-02.png");

  @TempDir private Path out;

  private final StringWriter err = new StringWriter();

  /** Asks a server that runs until the answer is there. */
  private String ask(String path, String... options) throws Exception {
    PipedWriter printed = new PipedWriter();
    BufferedReader lines = new BufferedReader(new PipedReader(printed));
    String[] arguments =
        Stream.concat(
                Stream.of("serve", "--out", out.toString(), "--port", "0"), Stream.of(options))
            .toArray(String[]::new);
    FutureTask<Integer> command =
        new FutureTask<>(
            () -> {
              // Closed at the end, so that a server that does not start is no endless wait.
              try (PrintWriter end = new PrintWriter(printed, true)) {
                return Mnist4jCommand.commandLine()
                    .setOut(end)
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
              }
            });
    Thread thread = new Thread(command);
    thread.start();
    try {
      String line = lines.readLine();
      assertThat(line).as("%s", err).matches("draw at http://\\S+:\\d+/ \\(stop with Ctrl-C\\)");
      URI uri = URI.create(line.split(" ")[2]).resolve(path);
      HttpRequest request =
          HttpRequest.newBuilder(uri).method(method(path), BodyPublishers.ofFile(SEVEN)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } finally {
      thread.interrupt();
      assertThat(command.get()).isZero();
    }
  }

  private static String method(String path) {
    return path.contains("classify") ? "POST" : "GET";
  }

  @Test
  void classifiesOnThisComputerOnly() throws Exception {
    assertThat(ask("api/classify")).startsWith("{\"label\":\"7\",").contains("\"cnn-best\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void offersTrainedAndPretrainedNetworks() throws Exception {
    Path trained = out.resolve("mlp-64/model.zip");
    Files.createDirectories(trained.getParent());
    ModelFile.save(
        ModelFile.pretrained("mlp-64").orElseThrow().network(),
        new ModelMetadata("small coats", ImageData.digits(), false, new ImageSize(20, 30)),
        trained);
    Files.writeString(Files.createDirectory(out.resolve("cnn")).resolve("model.zip"), "no zip");
    String digits = "{\"width\":28,\"height\":28,\"preparedAsMnist\":true}";
    assertThat(ask("api/networks"))
        .isEqualToIgnoringNewLines(
            "{\"networks\":[\"cnn-best\",\"numpy-mlp\",\"mlp-512\",\"perceptron\",\"mlp-64\","
                + "\"mlp-64, pretrained\",\"cnn\",\"cnn, pretrained\"],\"inputs\":["
                + (digits + ",").repeat(4)
                + "{\"width\":30,\"height\":20,\"preparedAsMnist\":false},"
                + String.join(",", digits, digits, digits)
                + "]}");
  }

  @Test
  void callsASavedNetworkAsItsRunIsCalled(@TempDir Path other) throws Exception {
    Path run = zip(out.resolve("augmented/model.zip"));
    assertThat(ask("api/networks", run.toString()))
        .startsWith("{\"networks\":[\"augmented\",\"numpy-mlp\",");
    Path recipe = zip(out.resolve("cnn/model.zip"));
    assertThat(ask("api/networks", recipe.toString()))
        .startsWith("{\"networks\":[\"cnn\",\"numpy-mlp\",")
        .contains(",\"cnn, pretrained\",");
    Path elsewhere = zip(other.resolve("mlp-64/model.zip"));
    assertThat(ask("api/networks", elsewhere.toString()))
        .startsWith("{\"networks\":[\"%s\",\"numpy-mlp\",".formatted(elsewhere))
        .contains(",\"mlp-64\",");
  }

  @Test
  void saysOfADamagedNetworkThatIsChosenWhatIsWrongInOneLine() throws Exception {
    Path zip =
        Files.writeString(Files.createDirectory(out.resolve("cnn")).resolve("model.zip"), "no zip");
    assertThat(ask("api/classify?network=cnn"))
        .startsWith("{\"error\":\"the network cnn cannot be opened, ");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "mnist4j: %s is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"
                .formatted(zip));
  }

  private static Path zip(Path zip) throws IOException {
    Files.createDirectories(zip.getParent());
    return ModelFile.save(
        ModelFile.pretrained("mlp-64").orElseThrow().network(),
        new ModelMetadata("MNIST", ImageData.digits(), true, ImageSize.MNIST),
        zip);
  }

  /** A client is answered whose picture is half there when SIGTERM comes. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsOnASignalWhenAnswersUnderWayAreSent() throws Exception {
    Process process =
        new ProcessBuilder(
                ChildJvm.command("mnist4j.cli.Main", "serve", "--out", out.toString(), "--port=0"))
            .redirectError(out.resolve("err").toFile())
            .start();
    try {
      String line = process.inputReader().readLine();
      assertThat(line).as(Files.readString(out.resolve("err"))).isNotNull();
      URI page = URI.create(line.split(" ")[2]);
      byte[] seven = Files.readAllBytes(SEVEN);
      try (Socket client = new Socket(page.getHost(), page.getPort())) {
        OutputStream picture = client.getOutputStream();
        picture.write(
            "POST /api/classify HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
                .formatted(seven.length)
                .getBytes(StandardCharsets.US_ASCII));
        BufferedReader answer = new BufferedReader(new InputStreamReader(client.getInputStream()));
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        picture.write(seven, 0, seven.length / 2);
        process.destroy();
        awaitStop(page.resolve("api/health"));
        picture.write(seven, seven.length / 2, seven.length - seven.length / 2);
        assertThat(answer.lines())
            .anyMatch(said -> said.startsWith("HTTP/1.1 200 "))
            .anyMatch(said -> said.startsWith("{\"label\":\"7\""));
      }
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void awaitStop(URI health) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(health).build();
    while (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
      Thread.onSpinWait();
    }
  }

  @Test
  void warnsWhenOthersCanReachIt() throws Exception {
    ask("api/health", "--host", "0.0.0.0");
    assertThat(err.toString())
        .matches(
            "mnist4j: warning: other computers can reach this server at port \\d+,"
                + " without a password and in clear text\\R");
  }

  @Test
  void saysWhatIsWrongInOneLine() throws IOException {
    // Found out before the network is opened.
    String damaged = Files.createFile(out.resolve("damaged.zip")).toString();
    try (ServerSocket taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      expectFailure(1, "port %s is not free (".formatted(port), "serve", damaged, "--port", port);
    }
    expectFailure(1, damaged + " is no saved DL4J", "serve", damaged, "--port", "0");
    expectFailure(2, "--port: found 65536, expected 0 to 65535", "serve", "--port", "65536");
    expectFailure(2, "--host: found 'not a host'", "serve", "--port", "0", "--host", "not a host");
    expectFailure(
        2,
        "--host: found '203.0.113.7', expected a name or address of this computer",
        "serve",
        "--port",
        "0",
        "--host",
        "203.0.113.7");
    expectFailure(1, "/ is a directory; name a model zip", "serve", "/", "--port", "0");
    expectFailure(
        1, "no.zip does not exist; train a recipe first", "serve", "no.zip", "--port", "0");
  }

  private static void expectFailure(int status, String message, String... arguments) {
    Terminal terminal = Terminal.run(arguments);
    assertThat(terminal.status()).isEqualTo(status);
    assertThat(terminal.err()).startsWith("mnist4j: " + message).hasLineCount(1);
  }
}
