package mnist4j.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A headless Chromium without a network, steered by the W3C's WebDriver protocol. */
final class Browser implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final String CONTROL = "\uE009";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String session) {
    this.driver = driver;
    this.session = session;
  }

  /** Chromium's driver, if it is installed. */
  static Optional<Path> driver() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "chromedriver"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path driver, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(driver.toString(), "--port=0").redirectErrorStream(true).start();
    try {
      String base = "http://127.0.0.1:" + port(process.inputReader());
      Map<String, ?> options =
          Map.of(
              "args",
              List.of(
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-dev-shm-usage",
                  "--disable-gpu",
                  "--window-size=1000,800",
                  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                  "--user-data-dir=" + profile));
      Map<String, ?> capabilities =
          Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL"));
      JsonNode created =
          exchange(
              HttpClient.newHttpClient(),
              "POST",
              base + "/session",
              Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
      return new Browser(process, base + "/session/" + created.get("sessionId").asText());
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private static String port(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher found = PORT.matcher(line);
      if (line.contains("started successfully") && found.find()) {
        return found.group(1);
      }
    }
    throw new IOException("chromedriver ended at once");
  }

  private static JsonNode exchange(HttpClient client, String method, String uri, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .method(method, BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
            .build();
    String answer = client.send(request, BodyHandlers.ofString()).body();
    JsonNode value = MAPPER.readTree(answer).get("value");
    if (value.has("error")) {
      throw new IOException(value.get("error").asText() + ": " + value.get("message").asText());
    }
    return value;
  }

  private JsonNode post(String command, Object body) throws IOException, InterruptedException {
    return exchange(client, "POST", session + command, body);
  }

  void open(String uri) throws IOException, InterruptedException {
    post("/url", Map.of("url", uri));
  }

  /** Runs the body of a function and returns what it returns. */
  JsonNode run(String script) throws IOException, InterruptedException {
    return post("/execute/sync", Map.of("script", script, "args", List.of()));
  }

  String text(String selector) throws IOException, InterruptedException {
    return run("return document.querySelector('%s').textContent".formatted(selector)).asText();
  }

  /** Waits until the script returns true. */
  void await(String script) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!run(script).asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not in time: " + script);
      }
    }
  }

  private Map<String, String> element(String selector) throws IOException, InterruptedException {
    JsonNode found = post("/element", Map.of("using", "css selector", "value", selector));
    return Map.of(ELEMENT, found.get(ELEMENT).asText());
  }

  void click(String selector) throws IOException, InterruptedException {
    post("/element/%s/click".formatted(element(selector).get(ELEMENT)), Map.of());
  }

  /** Types into an element; into a file input, the path of a file. */
  void type(String selector, String text) throws IOException, InterruptedException {
    post("/element/%s/value".formatted(element(selector).get(ELEMENT)), Map.of("text", text));
  }

  /** Presses keys of the focused element one after the other; Control is held until the end. */
  void press(String keys) throws IOException, InterruptedException {
    List<Object> actions = new ArrayList<>();
    for (String key : keys.split("")) {
      actions.add(Map.of("type", "keyDown", "value", key));
      if (!key.equals(CONTROL)) {
        actions.add(Map.of("type", "keyUp", "value", key));
      }
    }
    post(
        "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", actions))));
    exchange(client, "DELETE", session + "/actions", Map.of());
  }

  /**
   * Draws a stroke.
   *
   * @param pointer {@code mouse}, {@code pen} or {@code touch}
   * @param points of the element, in pixels from its centre, two each
   */
  void drag(String selector, String pointer, int... points)
      throws IOException, InterruptedException {
    drag(selector, Map.of(pointer, points));
  }

  /**
   * Draws strokes with several pointers at the same time. Each comes down when the one before it in
   * the order of their names has been moved once.
   *
   * @param strokes by pointer, points as above
   */
  void drag(String selector, Map<String, int[]> strokes) throws IOException, InterruptedException {
    Map<String, String> origin = element(selector);
    List<Object> pointers = new ArrayList<>();
    for (Map.Entry<String, int[]> stroke : new TreeMap<>(strokes).entrySet()) {
      List<Object> actions = new ArrayList<>();
      // Down and a first move of each of those before.
      for (int i = 0; i < 2 * pointers.size(); i++) {
        actions.add(Map.of("type", "pause", "duration", 0));
      }
      actions.addAll(stroke(origin, stroke.getValue()));
      pointers.add(
          Map.of(
              "type",
              "pointer",
              "id",
              stroke.getKey(),
              "parameters",
              Map.of("pointerType", stroke.getKey()),
              "actions",
              actions));
    }
    post("/actions", Map.of("actions", pointers));
  }

  private static List<Object> stroke(Map<String, String> origin, int... points) {
    List<Object> actions = new ArrayList<>();
    for (int i = 0; i < points.length; i += 2) {
      actions.add(
          Map.of(
              "type",
              "pointerMove",
              "duration",
              i == 0 ? 0 : 40,
              "origin",
              origin,
              "x",
              points[i],
              "y",
              points[i + 1]));
      if (i == 0) {
        actions.add(Map.of("type", "pointerDown", "button", 0));
      }
    }
    actions.add(Map.of("type", "pointerUp", "button", 0));
    return actions;
  }

  /** A command of the DevTools protocol. */
  void devTools(String command, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What the browser complains about since the last call, such as breaches of the policy. */
  List<String> complaints() throws IOException, InterruptedException {
    List<String> messages = new ArrayList<>();
    post("/se/log", Map.of("type", "browser"))
        .forEach(entry -> messages.add(entry.get("message").asText()));
    return messages;
  }

  void screenshot(Path to) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(session + "/screenshot")).build();
    String answer = client.send(request, BodyHandlers.ofString()).body();
    Files.createDirectories(to.getParent());
    Files.write(to, Base64.getDecoder().decode(MAPPER.readTree(answer).get("value").asText()));
  }

  @Override
  public void close() throws IOException {
    try {
      exchange(client, "DELETE", session, Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }
}
