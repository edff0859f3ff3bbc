import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code Load URL PICTURE}: 2,000 requests of 8 clients to {@code serve}, after 400 to warm up. */
class Load {

  static final int CLIENTS = 8;
  static final int REQUESTS = 2_000;
  static final int WARM_UP = 400;

  public static void main(String[] arguments) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(arguments[0]).resolve("/api/classify"))
            .POST(BodyPublishers.ofFile(Path.of(arguments[1])))
            .build();
    run(request, WARM_UP);
    long start = System.nanoTime();
    long[] nanos = run(request, REQUESTS);
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%,d requests of %d clients: %.0f a second, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
        REQUESTS,
        CLIENTS,
        REQUESTS / seconds,
        nanos[REQUESTS / 2] / 1e6,
        nanos[REQUESTS * 99 / 100] / 1e6,
        nanos[REQUESTS - 1] / 1e6);
  }

  /** The time of each request; fails if an answer is not 200. */
  static long[] run(HttpRequest request, int requests) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<long[]>> parts = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        parts.add(clients.submit(() -> client(request, requests / CLIENTS)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<long[]> part : parts) {
        Arrays.stream(part.get()).forEach(nanos::add);
      }
      return nanos.stream().mapToLong(Long::longValue).toArray();
    } finally {
      clients.shutdownNow();
    }
  }

  static long[] client(HttpRequest request, int requests) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    long[] nanos = new long[requests];
    for (int i = 0; i < requests; i++) {
      long start = System.nanoTime();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      nanos[i] = System.nanoTime() - start;
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
    }
    return nanos;
  }
}
