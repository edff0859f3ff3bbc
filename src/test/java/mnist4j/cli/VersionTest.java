package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class VersionTest {

  /** Runs of another commit are told from those of this one by it, and not by the day. */
  @Test
  void namesTheCommitAndNotTheDayOfTheBuild() throws IOException {
    assertThat(Version.number())
        .matches(
            "mnist4j \\d+\\.\\d+\\.\\d+\\S*, Deeplearning4j \\S+, commit ([0-9a-f]{7,}(-dirty)?|unknown)");
  }
}
