package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import mnist4j.Bash;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The progress bar in a real terminal, tmux, which is resized while the bar is drawn. */
@DisabledOnOs(OS.WINDOWS)
class TerminalTest {

  private static final String FULL =
      "numpy-mlp +46% \\[=+> +] epoch 10/20, loss 0\\.3619, accuracy 0\\.8912, ";

  /** Each takes some milliseconds: half a minute in all. */
  private static final int MAX_LOOKS = 2_000;

  @TempDir Path directory;

  @BeforeEach
  void tmuxIsThere() throws Exception {
    assumeThat(bash("command -v tmux").status())
        .as("there is no tmux, so the progress bar is not seen in a terminal")
        .isZero();
  }

  @AfterEach
  void endServer() throws Exception {
    tmux("kill-server");
  }

  private Bash bash(String script) throws Exception {
    return Bash.run(directory, System.getenv(), script);
  }

  /** With a server of the test's own. */
  private Bash tmux(String command) throws Exception {
    return bash("tmux -f /dev/null -S '%s' %s".formatted(directory.resolve("socket"), command));
  }

  /** The first screen on which a line matches. */
  private List<String> screenWith(String line) throws Exception {
    Pattern pattern = Pattern.compile(line);
    List<String> screen = List.of();
    for (int look = 0; look < MAX_LOOKS; look++) {
      screen = tmux("capture-pane -p").output().lines().toList();
      if (screen.stream().anyMatch(shown -> pattern.matcher(shown.stripTrailing()).matches())) {
        return screen;
      }
    }
    throw new AssertionError("no line %s on %s".formatted(line, screen));
  }

  @Test
  @Timeout(120)
  void theBarFitsEveryWidthAndFollowsARealTerminal() throws Exception {
    Bash started =
        tmux(
            "new-session -d -x 80 -y 12 "
                + ChildJvm.shellCommand("-XX:TieredStopAtLevel=1", ProgressInTmux.class.getName()));
    assertThat(started).isEqualTo(new Bash(0, ""));
    screenWith(FULL + "\\d+:\\d\\d left");
    tmux("resize-window -x 60");
    screenWith(" *46% \\[=+> +] epoch 10/20 loss 0\\.3619 acc 0\\.8912 \\d+:\\d\\d left");
    tmux("resize-window -x 200");
    List<String> wide =
        screenWith(FULL + "92\\d{3}/200000 steps, \\d+:\\d\\d elapsed, \\d+:\\d\\d left");
    assertThat(wide).allMatch(line -> line.length() <= 200);
  }
}
