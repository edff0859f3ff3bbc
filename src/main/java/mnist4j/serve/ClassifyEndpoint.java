package mnist4j.serve;

import com.sun.net.httpserver.HttpExchange;
import java.awt.image.Raster;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mnist4j.DigitClassifier;
import mnist4j.Prediction;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;

/** {@code POST /api/classify?network=NAME}: a PNG or JPEG picture in, JSON out. */
final class ClassifyEndpoint implements AutoCloseable {

  /** Twice what a telephone's picture takes. */
  static final int MAX_BYTES = 10_000_000;

  /** Of all pictures decoded at a time, together, so that they fit the program's memory. */
  static final int MAX_MEGAPIXELS = 25;

  /** Classified at a time; more are answered with 503. */
  static final int MAX_REQUESTS = 16;

  /** Below this probability the shipped networks are often wrong; docs/guide.md has the figures. */
  static final double SURE = 0.9;

  private static final int WAIT_SECONDS = 10;

  private static final double MEGAPIXEL = 1e6;

  private static final String SUBJECT = "the picture";
  private static final String NETWORK = "network=";

  private final Map<String, ServedNetwork> networks;
  private final Consumer<Exception> failures;
  private final Map<String, DigitClassifier> open = new ConcurrentHashMap<>();
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final Bodies bodies =
      new Bodies(MAX_BYTES, maxBytesTogether(Runtime.getRuntime().maxMemory()));
  private final Semaphore requests = new Semaphore(MAX_REQUESTS);
  private final Semaphore megapixels = new Semaphore(MAX_MEGAPIXELS, true);

  /** DL4J keeps native memory for each thread that its own layers have computed in: few of them. */
  private final ExecutorService cores =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /**
   * @param networks by name, in order, the default one first; opened when first asked for
   * @param failures receives why a network cannot be opened, once for each
   */
  ClassifyEndpoint(Map<String, ServedNetwork> networks, Consumer<Exception> failures) {
    this.networks = networks;
    this.failures = failures;
  }

  /**
   * Of all bodies, an eighth of the memory, and at least one of the largest.
   *
   * @param memory bytes that the JVM may use
   */
  static int maxBytesTogether(long memory) {
    return (int) Math.max(MAX_BYTES, Math.min(MAX_REQUESTS * MAX_BYTES, memory / 8));
  }

  /**
   * Opens the default network.
   *
   * @throws IllegalArgumentException if it cannot be opened
   */
  void open() {
    classifier(defaultNetwork());
  }

  private String defaultNetwork() {
    return networks.keySet().iterator().next();
  }

  private DigitClassifier classifier(String network) {
    return open.computeIfAbsent(network, name -> networks.get(name).open().get());
  }

  /** What cannot be opened is tried again for each picture: a training may replace the file. */
  private DigitClassifier openedOrRefused(String network) {
    try {
      return classifier(network);
    } catch (IllegalArgumentException e) {
      if (reported.add(network)) {
        failures.accept(new IOException(e.getMessage(), e));
      }
      throw new RequestException(
          500,
          "the network %s cannot be opened, the server says why where it was started; choose another"
              .formatted(network));
    }
  }

  Answer answer(HttpExchange exchange) throws IOException {
    String network = network(exchange.getRequestURI().getRawQuery());
    return bodies.answer(exchange.getRequestBody(), body -> answer(network, body));
  }

  /** Asked once the body is there: clients that send slowly keep nobody else waiting. */
  private Answer answer(String network, byte[] body) {
    expectPicture(body);
    if (!requests.tryAcquire()) {
      throw new RequestException(
          503, "%d pictures are being classified; try again".formatted(MAX_REQUESTS));
    }
    try {
      return classify(network, body);
    } finally {
      requests.release();
    }
  }

  private String network(String query) {
    if (query == null) {
      return defaultNetwork();
    }
    if (!query.startsWith(NETWORK)) {
      throw new RequestException(400, "found another parameter, expected ?network=NAME or none");
    }
    String name = decoded(query.substring(NETWORK.length()));
    if (!networks.containsKey(name)) {
      throw new RequestException(
          400, "found no such network, expected one of " + String.join(", ", networks.keySet()));
    }
    return name;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestException(400, "the network's name is no valid URL encoding");
    }
  }

  private static void expectPicture(byte[] body) {
    if (body.length == 0) {
      throw new RequestException(400, "the body is empty; send a PNG or JPEG picture");
    }
    if (!isPng(body) && !isJpeg(body)) {
      throw new RequestException(
          415, "the body is no PNG or JPEG picture; send one, without a form");
    }
  }

  private static boolean isPng(byte[] body) {
    return body.length > 3 && body[0] == (byte) 0x89 && body[1] == 'P' && body[2] == 'N';
  }

  private static boolean isJpeg(byte[] body) {
    return body.length > 3 && body[0] == (byte) 0xff && body[1] == (byte) 0xd8;
  }

  private Answer classify(String network, byte[] picture) {
    DigitClassifier classifier = openedOrRefused(network);
    int size = megapixels(picture);
    try {
      if (!megapixels.tryAcquire(size, WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new RequestException(503, "other pictures are being classified; try again");
      }
    } catch (InterruptedException e) {
      throw new RequestException(503, "the server stops; try again later");
    }
    try {
      return Answer.json(200, values(network, classifier, picture));
    } catch (PictureException e) {
      // The server's faults are answered and reported as such.
      if (e.getCause() instanceof OutOfMemoryError memory) {
        throw memory;
      }
      if (e.isFault()) {
        throw e;
      }
      throw new RequestException(400, e.getMessage());
    } finally {
      megapixels.release(size);
    }
  }

  private Map<String, ?> values(String network, DigitClassifier classifier, byte[] picture) {
    try {
      // The detector of what is no digit computes, too.
      return CompletableFuture.supplyAsync(
              () -> values(network, classifier, classifier.classify(picture)), cores)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static int megapixels(byte[] picture) {
    long pixels;
    try {
      pixels = PictureFile.pixels(SUBJECT, picture);
    } catch (IllegalArgumentException e) {
      throw new RequestException(400, e.getMessage());
    }
    int size = (int) Math.ceil(pixels / MEGAPIXEL);
    if (size > MAX_MEGAPIXELS) {
      throw new RequestException(
          413,
          "the picture has %d million pixels, expected at most %d million; scale it"
              .formatted(size, MAX_MEGAPIXELS));
    }
    return size;
  }

  private static Map<String, ?> values(
      String network, DigitClassifier classifier, Prediction prediction) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("label", prediction.label());
    values.put("probability", prediction.probability());
    values.put("probabilities", prediction.probabilities());
    values.put("network", network);
    values.put("classNames", classifier.classNames());
    values.put("givesProbabilities", classifier.givesProbabilities());
    values.put("unsure", classifier.givesProbabilities() && prediction.probability() < SURE);
    values.put("clearlyDigit", prediction.isClearlyDigit());
    Raster image = prediction.image().getRaster();
    values.put("width", image.getWidth());
    values.put("height", image.getHeight());
    values.put(
        "pixels", image.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null));
    return values;
  }

  @Override
  public void close() {
    cores.shutdown();
    open.values().forEach(DigitClassifier::close);
  }
}
