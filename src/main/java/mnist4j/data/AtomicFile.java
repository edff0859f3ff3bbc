package mnist4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a file in place whole or not at all. */
public final class AtomicFile {

  /** Writes a file's content to the path it is given. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path partial) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Has the content written beside the target, then renames it. Until the rename, whatever stood
   * there before stays as it was. Missing directories are made.
   *
   * @return the target
   * @throws IOException if the content cannot be written
   */
  public static Path write(Path target, Content content) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    // Not Files.createTempFile, which would leave the target readable by its owner alone.
    Path partial =
        target.resolveSibling(
            ".%s.%d.part".formatted(target.getFileName(), ProcessHandle.current().pid()));
    try {
      content.writeTo(partial);
      return Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
