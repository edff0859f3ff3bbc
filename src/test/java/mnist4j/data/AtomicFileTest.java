package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
          .withMessage("disk full");
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
                      target.resolve("below.txt"), partial -> Files.writeString(partial, "new")));
      assertThat(target).hasContent("old");
    }
  }
}
