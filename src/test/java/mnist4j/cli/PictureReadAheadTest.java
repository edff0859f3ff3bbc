package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureReadAheadTest {

  /** A file within a zip is none that Java's decoders open. */
  @Test
  void whatAThreadFailsWithIsThrownAsItIs(@TempDir Path directory) throws IOException {
    Path archive = directory.resolve("pictures.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      PictureReadAhead pictures =
          new PictureReadAhead(List.of(Files.createFile(zip.getPath("7.png"))));
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(pictures::next);
    }
  }
}
