package mnist4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files atomically: a file appears complete or not at all. */
public final class AtomicFile {

  /** Writes a file's content to a given path. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path partial) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes the content to a temporary file beside the target, then renames it. Missing directories
   * are created.
   *
   * @return the target
   * @throws IOException if the content cannot be written; an existing target is then unchanged
   */
  public static Path write(Path target, Content content) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    // Files.createTempFile would make the target readable by its owner only.
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
