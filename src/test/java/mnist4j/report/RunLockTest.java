package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  private static final String HALF = ".model.zip.999999999-0a1b2c3d.mnist4j-part";

  @TempDir private Path root;

  private final AtomicInteger runs = new AtomicInteger();

  private Path directory() {
    return root.resolve("models/cnn");
  }

  @Test
  void theDirectoryIsMadeForTheRunAndGoneIfTheRunWritesNothing() throws Exception {
    assertThat(
            RunLock.holding(
                directory(),
                () -> {
                  assertThat(directory().resolve(".lock"))
                      .content()
                      .startsWith("process %d on ".formatted(ProcessHandle.current().pid()));
                  return "done";
                }))
        .isEqualTo("done");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void anEmptyDirectoryThatWasThereStays() throws Exception {
    Files.createDirectories(directory());
    RunLock.holding(directory(), runs::incrementAndGet);
    assertThat(directory()).isEmptyDirectory();
  }

  @Test
  void aRunThatFailsLetsGo() throws Exception {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                RunLock.holding(
                    directory(),
                    () -> {
                      throw new IllegalStateException("failed");
                    }));
    assertThat(directory()).doesNotExist();
    assertThat(RunLock.holding(directory(), runs::incrementAndGet)).isOne();
  }

  @Test
  void severalDirectoriesAreHeldTogetherOrNotAtAll() throws Exception {
    Path free = root.resolve("a");
    Path taken = root.resolve("b");
    RunLock.holding(
        taken,
        () -> {
          assertThatIOException()
              .isThrownBy(() -> RunLock.holding(List.of(free, taken), runs::incrementAndGet))
              .withMessageStartingWith(taken + " is in use by process ");
          return 0;
        });
    assertThat(runs).hasValue(0);
    assertThat(RunLock.holding(List.of(free, taken), runs::incrementAndGet)).isOne();
    assertThat(free).doesNotExist();
    assertThat(taken).doesNotExist();
  }

  @Test
  void whatAKilledProcessLeftIsDeletedInTheDirectoryAndBelow() throws Exception {
    Path below = Files.createDirectories(directory().resolve("evaluation"));
    Path mine = Files.writeString(directory().resolve("model.zip"), "mine");
    for (Path inner : List.of(directory(), below)) {
      Files.writeString(inner.resolve(HALF), "half");
    }
    Files.setLastModifiedTime(
        below.resolve(HALF), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    RunLock.holding(directory(), runs::incrementAndGet);
    assertThat(directory()).isDirectoryNotContaining("glob:**-part");
    assertThat(below).isEmptyDirectory();
    assertThat(mine).hasContent("mine");
  }

  /** Its process may run in another container, from where its number means nothing. */
  @Test
  void whatARunBelowMayBeWritingIsLeft() throws Exception {
    Path below = Files.createDirectories(directory().resolve("quick"));
    Path written = Files.writeString(below.resolve(HALF), "half");
    RunLock.holding(directory(), runs::incrementAndGet);
    assertThat(written).hasContent("half");
  }

  @Test
  void aDirectoryThatVanishesDuringTheRunIsNoFailure() throws Exception {
    RunLock.holding(
        directory(),
        () -> {
          Files.delete(directory().resolve(".lock"));
          Files.delete(directory());
          return 0;
        });
    assertThat(directory()).doesNotExist();
  }

  @Test
  void theLockOfARunThatFoundTheDirectoryNewIsLeftAlone() throws Exception {
    Path lock = directory().resolve(".lock");
    RunLock.holding(
        directory(),
        () -> {
          Files.move(lock, root.resolve("moved"));
          return Files.writeString(lock, "another run's");
        });
    assertThat(lock).hasContent("another run's");
  }

  @Test
  void aDirectoryThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "mine");
    assertThatIOException()
        .isThrownBy(() -> RunLock.holding(file.resolve("cnn"), runs::incrementAndGet))
        .withMessage(
            file.resolve("cnn")
                + " cannot be written to (Not a directory); name another directory with --out");
    assertThat(runs).hasValue(0);
    assertThat(file).hasContent("mine");
  }

  /** As one that a file system without locks has. */
  @Test
  void aDirectoryThatCannotBeLockedIsNamed() throws IOException {
    FileChannel channel =
        FileChannel.open(Files.createFile(root.resolve(".lock")), StandardOpenOption.WRITE);
    channel.close();
    assertThatIOException()
        .isThrownBy(() -> RunLock.tryLock(root, channel))
        .withMessage(
            root + " cannot be locked (ClosedChannelException); name another directory with --out");
  }

  @Nested
  class WhileAnotherProcessHasIt {

    private Process holder() throws IOException {
      Process process =
          new ProcessBuilder(ChildJvm.command(HoldRunLock.class.getName(), directory().toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader();
      assertThat(out.readLine()).isEqualTo("held");
      return process;
    }

    private void expectRefusal(Process holder) {
      assertThatIOException()
          .isThrownBy(() -> RunLock.holding(directory(), runs::incrementAndGet))
          .withMessageMatching(
              "%s is in use by process %d on .+ since 20..-..-..T..:..:..Z; wait for it to end or name another directory with --out"
                  .formatted(directory(), holder.pid()));
      assertThat(runs).hasValue(0);
    }

    @Test
    void aSecondRunIsToldWhoItIs() throws Exception {
      Process holder = holder();
      expectRefusal(holder);
      expectRefusal(holder);
      holder.outputWriter().close();
      assertThat(holder.waitFor()).isZero();
      assertThat(RunLock.holding(directory(), runs::incrementAndGet)).isOne();
      assertThat(directory()).doesNotExist();
    }

    @Test
    void itsLockIsTakenOverOnceItIsKilled() throws Exception {
      Process holder = holder();
      holder.destroyForcibly().waitFor();
      assertThat(directory().resolve(".lock")).exists();
      assertThat(RunLock.holding(directory(), runs::incrementAndGet)).isOne();
      assertThat(directory()).isEmptyDirectory();
    }
  }
}
