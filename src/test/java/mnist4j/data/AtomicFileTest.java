package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

  @TempDir private Path directory;

  @Test
  void aFileIsWrittenWithTheDirectoriesItNeeds() throws IOException {
    Path target = directory.resolve("a/b/file.txt");
    assertThat(AtomicFile.write(target, partial -> Files.writeString(partial, "new")))
        .isEqualTo(target);
    assertThat(target).hasContent("new");
    assertThat(target.getParent()).isDirectoryNotContaining(file -> !file.equals(target));
  }

  @Nested
  class OverAnOlderFile {

    private Path target;

    @BeforeEach
    void writeTheOlderFile() throws IOException {
      target = Files.writeString(directory.resolve("file.txt"), "old");
    }

    @Test
    void theOldContentStandsUntilTheNewIsWhole() throws IOException {
      AtomicFile.write(
          target,
          partial -> {
            Files.writeString(partial, "new");
            assertThat(target).hasContent("old");
          });
      assertThat(target).hasContent("new");
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(target));
    }

    @Test
    void whatIsDoneBeforehandIsDoneOnceTheContentIsWhole() throws IOException {
      Path description = Files.createFile(directory.resolve("description.txt"));
      assertThatIOException()
          .isThrownBy(
              () ->
                  AtomicFile.write(
                      target,
                      partial -> {
                        throw new IOException("disk full");
                      },
                      () -> Files.delete(description)));
      assertThat(description).exists();
      AtomicFile.write(
          target,
          partial -> {
            Files.writeString(partial, "new");
            assertThat(description).exists();
          },
          () -> {
            assertThat(target).hasContent("old");
            Files.delete(description);
          });
      assertThat(target).hasContent("new");
    }

    @Test
    void aFailureHalfwayLeavesTheOldContentAndNothingElse() {
      assertThatIOException()
          .isThrownBy(
              () ->
                  AtomicFile.write(
                      target,
                      partial -> {
                        Files.writeString(partial, "ne");
                        throw new IOException("disk full");
                      }))
          .withMessage(
              "cannot write %s (disk full); check that %s is a directory you may write to, with space left"
                  .formatted(target, directory));
      assertThat(target).hasContent("old");
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(target));
    }

    @Test
    void aBugHalfwayLeavesTheOldContentAndNothingElse() {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  AtomicFile.write(
                      target,
                      partial -> {
                        Files.writeString(partial, "ne");
                        throw new IllegalStateException("bug");
                      }));
      assertThat(target).hasContent("old");
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(target));
    }

    @Test
    void aPathBelowTheFileCannotBeWritten() {
      assertThatIOException()
          .isThrownBy(
              () ->
                  AtomicFile.write(
                      target.resolve("below.txt"), partial -> Files.writeString(partial, "new")))
          .withMessage(
              "cannot write %s (%s is a file); check that %s is a directory you may write to, with space left",
              target.resolve("below.txt"), target, target);
      assertThat(target).hasContent("old");
    }
  }

  @Test
  void aSymbolicLinkStaysAndItsFileIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("file.txt"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.txt"), file);
    AtomicFile.write(link, partial -> Files.writeString(partial, "new"));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void whatIsNoRegularFileIsNotReplaced() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(target, partial -> Files.writeString(partial, "new")))
        .withMessage("cannot write %s, which is no regular file; name another", target);
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.requireTarget(target))
        .withMessage("cannot write %s, which is no regular file; name another", target);
    assertThat(target).isEmptyDirectory();
  }

  @DisabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @ValueSource(strings = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
  void whatTheProgramHasOpenIsNotReplaced(String open) {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.requireTarget(Path.of(open)))
        .withMessage("cannot write %s, which is no regular file; name another", Path.of(open));
  }

  @Test
  void whetherAFileCanBeWrittenIsFoundOutWithoutWritingIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file.txt"), "old");
    AtomicFile.requireTarget(file);
    AtomicFile.requireTarget(directory.resolve("new/file.txt"));
    assertThat(file).hasContent("old");
    assertThat(directory.resolve("new")).isEmptyDirectory();
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.requireTarget(file.resolve("below.txt")))
        .withMessage(
            "cannot write %s (%s is a file); check that %s is a directory you may write to, with space left",
            file.resolve("below.txt"), file, file);
  }

  @Test
  void aSymbolicLinkToADirectoryIsADirectory() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
    AtomicFile.requireWritable(link);
    AtomicFile.write(link.resolve("file.txt"), partial -> Files.writeString(partial, "new"));
    assertThat(elsewhere.resolve("file.txt")).hasContent("new");
    assertThat(elsewhere).isDirectoryNotContaining("glob:**-part");
  }

  /** Two containers give their processes the same numbers. */
  @Test
  void aProcessOfTheSameNumberHasOtherTemporaryFiles() throws Exception {
    Path target = directory.resolve("file.txt");
    String own = AtomicFile.partial(target).getFileName().toString();
    assertThat(own)
        .matches(
            "\\.file\\.txt\\.%d-[0-9a-f]{8}\\.mnist4j-part"
                .formatted(ProcessHandle.current().pid()))
        .isEqualTo(AtomicFile.partial(target).getFileName().toString());
    Process other = new ProcessBuilder(ChildJvm.command(NameOfPartial.class.getName())).start();
    try (BufferedReader lines = other.inputReader()) {
      assertThat(lines.readLine().replaceFirst(".*-(?=.{8}\\.)", ""))
          .isNotEqualTo(own.replaceFirst(".*-(?=.{8}\\.)", ""));
    }
  }

  /** Prints the name of another process's temporary file. */
  static final class NameOfPartial {

    private NameOfPartial() {}

    public static void main(String[] arguments) {
      System.out.println(AtomicFile.partial(Path.of("file.txt")).getFileName());
    }
  }

  @Nested
  class Leftovers {

    private final long own = ProcessHandle.current().pid();

    private Path leftover(String name) throws IOException {
      return Files.writeString(directory.resolve(name), "ne");
    }

    @Test
    void ofAProcessThatIsGoneAreDeleted() throws IOException {
      Path left = leftover(".file.txt.999999999-0a1b2c3d.mnist4j-part");
      AtomicFile.deleteLeftovers(directory);
      assertThat(left).doesNotExist();
    }

    @Test
    void areDirectoriesTooWithAllThatIsInThem() throws IOException {
      Path left =
          Files.createDirectory(directory.resolve(".pictures.999999999-0a1b2c3d.mnist4j-part"));
      Files.writeString(left.resolve("1.png"), "ne");
      AtomicFile.deleteLeftovers(directory);
      assertThat(left).doesNotExist();
    }

    @Test
    void ofARunningProcessStay() throws IOException {
      Path left = leftover(".file.txt.%d-0a1b2c3d.mnist4j-part".formatted(own));
      AtomicFile.deleteLeftovers(directory);
      assertThat(left).exists();
    }

    @Test
    void ofAnEarlierProcessOfTheSameNumberAreDeleted() throws IOException {
      Path left = leftover(".file.txt.%d-0a1b2c3d.mnist4j-part".formatted(own));
      Files.setLastModifiedTime(left, FileTime.fromMillis(0));
      AtomicFile.deleteLeftovers(directory);
      assertThat(left).doesNotExist();
    }

    /** In another container it may be running, and be writing the file. */
    @Test
    void ofAProcessThatSeemsToBeGoneStayForAnHourWhereOthersMayWrite() throws IOException {
      Path left = leftover(".file.txt.999999999-0a1b2c3d.mnist4j-part");
      Instant now = Instant.now();
      Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofMinutes(50))));
      AtomicFile.deleteOldLeftovers(directory);
      assertThat(left).exists();
      Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofMinutes(61))));
      AtomicFile.deleteOldLeftovers(directory);
      assertThat(left).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "file.txt.999999999-0a1b2c3d.mnist4j-part",
          ".file.txt.mnist4j-part",
          ".file.txt.999999999.mnist4j-part",
          ".file.txt.x-0a1b2c3d.mnist4j-part",
          ".999999999-0a1b2c3d.mnist4j-part",
          ".film.mkv.999999999-0a1b2c3d.part"
        })
    void areNoFilesOfOtherNames(String name) throws IOException {
      Path other = leftover(name);
      AtomicFile.deleteLeftovers(directory);
      assertThat(other).exists();
    }

    @Test
    void areNowhereWhereThereIsNoDirectory() {
      assertThatNoException()
          .isThrownBy(() -> AtomicFile.deleteLeftovers(directory.resolve("nowhere")));
    }
  }
}
