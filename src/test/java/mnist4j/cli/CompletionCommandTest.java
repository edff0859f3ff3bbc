package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mnist4j.Bash;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

  @TempDir private Path directory;

  private Bash bash(String script) throws IOException, InterruptedException {
    return Bash.run(directory, Map.of("PATH", "/usr/bin:/bin"), script);
  }

  private void writeScript(String shell) throws IOException {
    Terminal terminal = Terminal.run("completion", shell);
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.status()).isZero();
    Files.writeString(directory.resolve("script"), terminal.out());
  }

  /** What bash offers for the last of the words. */
  private List<String> completions(String... words) throws IOException, InterruptedException {
    writeScript("bash");
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add("'" + word + "'");
    }
    Bash bash =
        bash(
            """
            source ./script
            COMP_WORDS=(mnist4j %s) COMP_CWORD=%d
            _complete_mnist4j 2>/dev/null
            printf '%%s\\n' "${COMPREPLY[@]}"
            """
                .formatted(String.join(" ", quoted), words.length));
    assertThat(bash.status()).isZero();
    return bash.output().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  @DisabledOnOs(OS.WINDOWS)
  void isAScriptThatTheShellCanRead(String shell) throws Exception {
    writeScript(shell);
    assertThat(bash("bash -n script && source ./script && complete -p mnist4j"))
        .isEqualTo(new Bash(0, "complete -o default -F _complete_mnist4j mnist4j\n"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void completesEveryCommand() throws Exception {
    assertThat(completions(""))
        .containsExactlyInAnyOrderElementsOf(
            Mnist4jCommand.commandLine().getSubcommands().keySet());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void completesRecipesOptionsAndTheirValues() throws Exception {
    List<String> recipes =
        Recipes.all().stream().map(Recipe::name).filter(name -> name.startsWith("mlp")).toList();
    assertThat(completions("train", "mlp")).containsExactlyInAnyOrderElementsOf(recipes);
    assertThat(completions("train", "mlp-64", "--ep")).containsExactly("--epochs");
    assertThat(completions("train", "numpy-mlp", "--engine", ""))
        .containsExactly("dl4j", "scratch");
    for (String command : List.of("evaluate", "predict", "serve")) {
      assertThat(completions(command, "mlp")).containsExactlyInAnyOrderElementsOf(recipes);
    }
    assertThat(completions("completion", "")).containsExactly("bash", "zsh");
  }

  @Test
  void refusesAnotherShell() {
    Terminal terminal = Terminal.run("completion", "fish");
    assertThat(terminal.status()).isEqualTo(2);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).contains("SHELL").contains("'fish'").hasLineCount(1);
  }
}
