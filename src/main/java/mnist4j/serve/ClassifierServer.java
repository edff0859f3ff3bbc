package mnist4j.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A local server: a page to draw digits on, and an endpoint that classifies pictures.
 *
 * <p>The paths are those of a fixed table, which no request adds to: nothing in a request is taken
 * for the name of a file. Bodies, pictures and requests at a time are limited.
 */
public final class ClassifierServer implements AutoCloseable {

  /** Each client that sends or reads slowly has one for so long, so there are many. */
  private static final int THREADS = 256;

  /** Of a body that nobody asked for. */
  private static final long MAX_BYTES_SKIPPED = 10L * ClassifyEndpoint.MAX_BYTES;

  private static final String GET = "GET";
  private static final String POST = "POST";

  /** For the answers that are under way when the server stops, of the seconds below. */
  private static final int GRACE_SECONDS = 10;

  /** Seconds in which a request must have arrived, and its answer been taken. */
  private static final String MAX_SECONDS = "30";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()",
          "Cache-Control",
          "no-store");

  private interface Endpoint {
    Answer answer(HttpExchange exchange) throws IOException;
  }

  /** As it was named: the name of the address, or the address itself. */
  private final String host;

  private final HttpServer server;
  private final ExecutorService threads;
  private final ClassifyEndpoint classify;
  private final Consumer<Exception> failures;

  /** One for each answer under way. Fair: once {@link #close} waits for all, no other begins. */
  private final Semaphore answers = new Semaphore(THREADS, true);

  /** By path, then by method. */
  private final Map<String, Map<String, Endpoint>> endpoints = new LinkedHashMap<>();

  /**
   * Takes the address. Nothing is answered before {@link #start}.
   *
   * @param address where to listen; port 0 is any free one
   * @param networks by name, in the order of the page's list, the default one first
   * @param failures receives what goes wrong in the server itself, whose clients get status 500,
   *     and once for each network why it cannot be opened, whose clients get 503
   * @throws IOException if the address cannot be listened on
   */
  public ClassifierServer(
      InetSocketAddress address, Map<String, ServedNetwork> networks, Consumer<Exception> failures)
      throws IOException {
    setIfAbsent("sun.net.httpserver.maxReqTime", MAX_SECONDS);
    setIfAbsent("sun.net.httpserver.maxRspTime", MAX_SECONDS);
    // Without it the kernel holds small answers back for 40 ms.
    setIfAbsent("sun.net.httpserver.nodelay", "true");
    this.failures = failures;
    host = address.getHostString();
    classify = new ClassifyEndpoint(new LinkedHashMap<>(networks), failures);
    addPage();
    Answer offered = offered(networks);
    endpoints.put("/api/networks", Map.of(GET, exchange -> offered));
    endpoints.put("/api/health", Map.of(GET, exchange -> Answer.json(200, Map.of("status", "ok"))));
    endpoints.put("/api/classify", Map.of(POST, classify::answer));
    server = HttpServer.create(address, 0);
    threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Opens the default network and answers requests from then on.
   *
   * @throws IllegalArgumentException if it cannot be opened
   */
  public void start() {
    classify.open();
    server.start();
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private void addPage() {
    addFile("/", "index.html", "text/html; charset=utf-8");
    addFile("/app.js", "app.js", "text/javascript; charset=utf-8");
    addFile("/style.css", "style.css", "text/css; charset=utf-8");
    addFile("/icon.svg", "icon.svg", "image/svg+xml");
  }

  private void addFile(String path, String resource, String type) {
    try (InputStream in = ClassifierServer.class.getResourceAsStream(resource)) {
      Answer file = new Answer(200, type, in.readAllBytes());
      endpoints.put(path, Map.of(GET, exchange -> file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer offered(Map<String, ServedNetwork> networks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("networks", List.copyOf(networks.keySet()));
    values.put("inputs", networks.values().stream().map(ClassifierServer::input).toList());
    return Answer.json(200, values);
  }

  private static Map<String, ?> input(ServedNetwork network) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("width", network.width());
    values.put("height", network.height());
    values.put("preparedAsMnist", network.preparedAsMnist());
    return values;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!begins()) {
        send(exchange, failure(503, "the server stops; try again later"));
        return;
      }
      try {
        send(exchange, answer(exchange));
      } finally {
        answers.release();
      }
    }
  }

  /** Whether there is an answer: there are as many as threads, unless the server stops. */
  private boolean begins() {
    try {
      // Of the two ways to try without waiting, the fair one.
      return answers.tryAcquire(0, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    HEADERS.forEach(headers::set);
    headers.set("Content-Type", answer.type());
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(answer.body().length));
      skip(exchange.getRequestBody());
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(answer.body());
        body.flush();
        skip(exchange.getRequestBody());
      }
    }
  }

  /**
   * Reads what is left of a request. The JDK's server reads 64 KB of it and closes the connection
   * on the rest, which the client is told first: it then drops the answer.
   */
  private static void skip(InputStream in) throws IOException {
    byte[] block = new byte[8_192];
    long skipped = 0;
    for (int length = in.read(block);
        length > 0 && skipped <= MAX_BYTES_SKIPPED;
        length = in.read(block)) {
      skipped += length;
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return endpoint(exchange).answer(exchange);
    } catch (RequestException e) {
      return failure(e.status(), e.getMessage());
    } catch (OutOfMemoryError e) {
      failures.accept(new IOException("the server is out of memory; raise -Xmx", e));
      return failure(503, "the server is out of memory; send a smaller picture");
    } catch (RuntimeException e) {
      return fault(e);
    } catch (Error e) {
      // Such as of linking, once somebody has replaced the program's file.
      return fault(new IllegalStateException(e));
    }
  }

  private Answer fault(Exception failure) {
    failures.accept(failure);
    return failure(500, "the server failed; it says more where it was started");
  }

  private Endpoint endpoint(HttpExchange exchange) {
    expectThisHost(exchange);
    Map<String, Endpoint> methods = endpoints.get(exchange.getRequestURI().getPath());
    if (methods == null) {
      throw new RequestException(
          404, "found no such path, expected one of " + String.join(", ", endpoints.keySet()));
    }
    String method = exchange.getRequestMethod();
    Endpoint endpoint = methods.get(method.equals("HEAD") ? GET : method);
    if (endpoint == null) {
      String allowed = String.join(", ", methods.keySet());
      exchange
          .getResponseHeaders()
          .set("Allow", methods.containsKey(GET) ? allowed + ", HEAD" : allowed);
      throw new RequestException(405, "found another method, expected " + allowed);
    }
    if (method.equals(POST)) {
      expectOwnPage(exchange.getRequestHeaders());
    }
    return endpoint;
  }

  /**
   * A page of somebody else's may reach this computer by a name of its own that leads here (DNS
   * rebinding), and would then count as this server's own page.
   */
  private void expectThisHost(HttpExchange exchange) {
    String found = exchange.getRequestHeaders().getFirst("Host");
    boolean local = server.getAddress().getAddress().isLoopbackAddress();
    if (local && (found == null || !isThis(found.replaceFirst(":\\d+$", "")))) {
      throw new RequestException(
          421, "found another host, expected localhost; open the address that serve printed");
    }
  }

  private boolean isThis(String name) {
    return name.equalsIgnoreCase(host) || isLoopback(name);
  }

  /**
   * A page of somebody else's may send pictures too, whose answers it cannot read, and keep others
   * waiting. Browsers say where a request comes from; older ones name the page's host alone.
   */
  private static void expectOwnPage(Headers headers) {
    String site = headers.getFirst("Sec-Fetch-Site");
    String origin = headers.getFirst("Origin");
    boolean own =
        site == null
            ? origin == null
                || origin.replaceFirst("^https?://", "").equalsIgnoreCase(headers.getFirst("Host"))
            : site.equals("same-origin") || site.equals("none");
    if (!own) {
      throw new RequestException(
          403, "found a request of another site's page, expected this server's own page");
    }
  }

  /** Looks up no name but this one. */
  private static boolean isLoopback(String host) {
    boolean literal = host.matches("127(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]{2,39}]");
    try {
      return host.equalsIgnoreCase("localhost")
          || literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Answer failure(int status, String message) {
    return Answer.json(status, Map.of("error", message));
  }

  /** Answers no more requests. Those that are being answered have ten seconds to end. */
  @Override
  public void close() {
    try {
      // Else the server's own way of stopping takes all of that time on some JDKs.
      answers.tryAcquire(THREADS, GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
    classify.close();
  }
}
