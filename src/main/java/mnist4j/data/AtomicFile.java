package mnist4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.function.IORunnable;

/** Writes files atomically: a file appears complete or not at all. */
public final class AtomicFile {

  /** Writes a file's content to a given path. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path partial) throws IOException;
  }

  /** Other programs have files that end with {@code .part}, which must not be deleted as ours. */
  private static final String ENDING = ".mnist4j-part";

  /**
   * The name of a temporary file: the target's name, the process that writes it, and a random
   * number of the process, since in containers different processes have the same number.
   */
  private static final String PARTIAL_NAME =
      ".%%s.%d-%08x".formatted(ProcessHandle.current().pid(), new SecureRandom().nextInt())
          + ENDING;

  private static final Pattern PARTIAL =
      Pattern.compile("\\..+\\.(\\d{1,18})-[0-9a-f]{8}" + Pattern.quote(ENDING));

  /** Far longer than a process that is writing a file pauses. */
  private static final Duration OLD = Duration.ofHours(1);

  /** What file systems allot at least, beyond what some keep beside a file's name. */
  private static final int BLOCK = 4_096;

  /** Linux tells when a process started to about a second. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /** Of Unix systems. */
  private static final List<Path> DEVICES =
      List.of(Path.of("/dev/fd"), Path.of("/dev/stdout"), Path.of("/dev/stderr"), Path.of("/proc"));

  private AtomicFile() {}

  /**
   * Writes the content to a temporary file beside the target, onto the disk, then renames it. Where
   * the target is a symbolic link, the file that it leads to is replaced. Missing directories are
   * created. One thread at a time writes a target.
   *
   * @return the target
   * @throws IOException if the content cannot be written; the message names the target and what to
   *     check. An existing target is then unchanged and no temporary file is left
   */
  public static Path write(Path target, Content content) throws IOException {
    return write(target, content, () -> {});
  }

  /**
   * The same, and does something when all of the content is on the disk, before the file takes its
   * place.
   *
   * @param beforehand what would be wrong with the file in place, such as to delete what describes
   *     the file before
   */
  public static Path write(Path target, Content content, IORunnable beforehand) throws IOException {
    requireRegular(target);
    if (Files.isSymbolicLink(target) && Files.exists(target)) {
      write(target.toRealPath(), content, beforehand);
      return target;
    }
    Path directory = target.toAbsolutePath().getParent();
    try {
      createDirectories(directory);
      Path partial = partial(target);
      // Also when a signal ends the JVM.
      partial.toFile().deleteOnExit();
      try {
        content.writeTo(partial);
        force(partial);
        beforehand.run();
        return Files.move(
            partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(target, e);
    }
  }

  /**
   * Finds out whether {@link #write} can write a file, without writing it.
   *
   * @throws IOException if it cannot, with the same message
   */
  public static void requireTarget(Path target) throws IOException {
    requireRegular(target);
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    try {
      requireWritable(place.getParent());
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Nor a file that the program has open: {@code /dev/stdout} may lead to one. */
  private static void requireRegular(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(target) && !Files.isRegularFile(target)
        || DEVICES.stream().anyMatch(absolute::startsWith)) {
      throw new IOException(
          "cannot write %s, which is no regular file; name another".formatted(target));
    }
  }

  private static IOException unwritable(Path target, Exception cause) {
    return new IOException(
        "cannot write %s (%s); check that %s is a directory you may write to, with space left"
            .formatted(target, DataException.reason(cause), target.toAbsolutePath().getParent()),
        cause);
  }

  /**
   * Creates a directory unless it is there, and a file in it for a moment, with content, which a
   * full disk has no room for.
   *
   * @throws IOException if no file can be written there
   */
  public static void requireWritable(Path directory) throws IOException {
    createDirectories(directory);
    Path partial = partial(directory.resolve("writable"));
    try {
      Files.write(partial, new byte[BLOCK]);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Deletes the temporary files and directories in a directory whose process was killed while it
   * wrote them. No other run may write there, since a process in another container, or on another
   * computer, seems to be gone. Does nothing if there is no such directory.
   *
   * @throws IOException if the directory cannot be listed or a file cannot be deleted
   */
  public static void deleteLeftovers(Path directory) throws IOException {
    deleteLeftovers(directory, Instant.MAX);
  }

  /**
   * The same where others may be writing: deletes only what nobody has written to for an hour.
   *
   * @throws IOException as {@link #deleteLeftovers}
   */
  public static void deleteOldLeftovers(Path directory) throws IOException {
    deleteLeftovers(directory, Instant.now().minus(OLD));
  }

  private static void deleteLeftovers(Path directory, Instant before) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*" + ENDING)) {
      for (Path file : files) {
        Matcher name = PARTIAL.matcher(file.getFileName().toString());
        if (name.matches() && isLeftover(file, Long.parseLong(name.group(1)), before)) {
          FileUtils.deleteQuietly(file.toFile());
          if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                "cannot delete %s; delete it, or check the permissions of its directory"
                    .formatted(file));
          }
        }
      }
    }
  }

  /** A later process may have the same number; in a container it usually has. */
  private static boolean isLeftover(Path file, long process, Instant before) throws IOException {
    Optional<ProcessHandle> running = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      Instant latest = written.plus(START_TOLERANCE);
      return written.isBefore(before)
          && (running.isEmpty()
              || running.get().info().startInstant().filter(latest::isBefore).isPresent());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** {@code Files.createDirectories} refuses a symbolic link to a directory. */
  private static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  /** {@code Files.createTempFile} would make the target readable by its owner only. */
  static Path partial(Path target) {
    return target.resolveSibling(PARTIAL_NAME.formatted(target.getFileName()));
  }

  /** Else a power failure could leave the name without the content. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
