package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  private static final String NUMBER = "mnist4j 0.1.0, Deeplearning4j 1, commit ";

  @TempDir private Path directory;

  /** Runs of another commit are told from those of this one by it, and not by the day. */
  @Test
  void namesTheCommitAndNotTheDayOfTheBuild() throws IOException {
    assertThat(Version.number())
        .matches(
            "mnist4j \\d+\\.\\d+\\.\\d+\\S*, Deeplearning4j \\S+, commit ([0-9a-f]{7,}(-dirty)?|unknown)");
    assertThat(Version.ofCode()).startsWith(Version.number()).isEqualTo(Version.ofCode());
  }

  /** Otherwise results of other code would be taken for those of this one. */
  @ParameterizedTest
  @ValueSource(strings = {"unknown", "0a1b2c3-dirty"})
  void tellsOtherClassesWhereNoCommitDoes(String commit) throws IOException {
    Path file = Files.writeString(directory.resolve("A.class"), "one");
    String one = Version.ofCode(NUMBER + commit, directory);
    assertThat(one).matches(NUMBER + commit + ", classes [0-9a-f]{12}");
    Files.writeString(directory.resolve("version.txt"), "built today");
    assertThat(Version.ofCode(NUMBER + commit, directory)).isEqualTo(one);
    Path jar = directory.resolve("program.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("A.class"));
      Files.copy(file, entries);
    }
    assertThat(Version.ofCode(NUMBER + commit, jar)).isEqualTo(one);
    Files.writeString(file, "two");
    assertThat(Version.ofCode(NUMBER + commit, directory)).isNotEqualTo(one);
    assertThat(Version.ofCode(NUMBER + "0a1b2c3", directory)).isEqualTo(NUMBER + "0a1b2c3");
  }
}
