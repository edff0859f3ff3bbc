package mnist4j.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mnist4j.data.AtomicFile;
import mnist4j.data.DataException;

/**
 * Keeps a second run out of a directory. The operating system holds the lock and lets go of it when
 * the process ends, however it ends; the file {@code .lock} tells others who the holder is. A
 * process asks for a directory once at a time: to ask again while it holds it fails and, by the
 * rules of POSIX, gives the first lock up.
 */
public final class RunLock {

  private static final String NAME = ".lock";

  /** The locked byte lies behind the text, which Windows would otherwise let nobody read. */
  private static final int LOCKED_BYTE = 1_000;

  private RunLock() {}

  /**
   * Runs with a directory to itself.
   *
   * @see #holding(List, Callable)
   */
  public static <T> T holding(Path directory, Callable<T> run) throws Exception {
    return holding(List.of(directory), run);
  }

  /**
   * Runs with the directories to itself. They are created, and deleted again if the run leaves them
   * empty. What killed processes left of half-written files in them is deleted, in the directories
   * below once it is an hour old.
   *
   * @throws IOException before the run if a directory cannot be written to or another run has it,
   *     which the message names
   * @throws Exception of the run
   */
  public static <T> T holding(List<Path> directories, Callable<T> run) throws Exception {
    if (directories.isEmpty()) {
      return run.call();
    }
    Path directory = directories.get(0);
    Path file = directory.resolve(NAME);
    boolean made = Files.notExists(directory);
    try (FileChannel channel = lock(directory, file)) {
      String own = key(file);
      try {
        prepare(directory, channel);
        return holding(directories.subList(1, directories.size()), run);
      } finally {
        if (key(file).equals(own)) {
          Files.deleteIfExists(file);
        }
      }
    } finally {
      if (made) {
        deleteEmpty(directory);
      }
    }
  }

  private static void deleteEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // It holds what the run wrote, or a run has it that began meanwhile.
    }
  }

  /** A holder deletes the file before it lets go, so the locked file may no longer be in place. */
  private static FileChannel lock(Path directory, Path file) throws IOException {
    while (true) {
      FileChannel channel;
      String before;
      try {
        AtomicFile.requireWritable(directory);
        create(file);
        before = key(file);
        channel =
            FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw unwritable(directory, e);
      }
      try {
        if (!tryLock(directory, channel)) {
          throw new IOException(
              "%s is in use by %s; wait for it to end or name another directory with --out"
                  .formatted(directory, holder(channel)));
        }
        if (key(file).equals(before)) {
          return channel;
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Held by another run, or left by one that was killed.
    }
  }

  static boolean tryLock(Path directory, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Such as some network file systems have.
      throw new IOException(
          "%s cannot be locked (%s); name another directory with --out"
              .formatted(directory, DataException.reason(e)),
          e);
    }
  }

  /**
   * Tells one file from another of the same path, except on Windows, where it is always the same.
   */
  private static String key(Path file) throws IOException {
    try {
      return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static void prepare(Path directory, FileChannel channel) throws IOException {
    try (Stream<Path> below = Files.list(directory)) {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
      AtomicFile.deleteLeftovers(directory);
      for (Path inner : below.filter(Files::isDirectory).toList()) {
        // Another run may hold that one.
        AtomicFile.deleteOldLeftovers(inner);
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  static IOException unwritable(Path directory, IOException cause) {
    return new IOException(
        "%s cannot be written to (%s); name another directory with --out"
            .formatted(directory, DataException.reason(cause)),
        cause);
  }

  private static String self() {
    return "process %d on %s since %s"
        .formatted(
            ProcessHandle.current().pid(), host(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String host() {
    try {
      return "host " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /** Empty for the moment between a lock and its text. */
  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LOCKED_BYTE);
    channel.read(text, 0);
    String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return holder.isEmpty() ? "another process" : holder;
  }
}
