package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program in a JVM of its own with another language, locale or set of fonts. */
@EnabledOnOs(OS.LINUX)
class OtherMachinesTest {

  @TempDir private Path directory;

  private Terminal run(List<String> options, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ChildJvm.command("-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.add("mnist4j.cli.Main");
    command.addAll(List.of(arguments));
    Path out = directory.resolve("stdout");
    Path err = directory.resolve("stderr");
    ProcessBuilder program =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    program.environment().remove("JAVA_TOOL_OPTIONS");
    program.environment().putAll(environment);
    int status = program.start().waitFor();
    return new Terminal(status, Files.readString(out), Files.readString(err));
  }

  @Test
  void theCLocaleIsAdvisedToBeAnotherForAPathBeyondAscii() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    Terminal terminal = run(List.of(), Map.of("LC_ALL", "C"), "predict", "cnn", "sjö.png");
    assertThat(terminal.status()).isEqualTo(2);
    assertThat(terminal.err())
        .startsWith("mnist4j: Invalid value for positional parameter at index 1..* (IMAGE-or-DIR)")
        .contains(
            "; set LC_ALL=C.UTF-8, since this locale (ANSI_X3.4-1968) cannot express the path")
        .hasLineCount(1);
  }

  @Test
  void numbersInMessagesAreWesternInEveryLanguage() throws Exception {
    Terminal terminal =
        run(
            List.of("-Duser.language=ar", "-Duser.country=EG"),
            Map.of(),
            "doctor",
            "--threads",
            "-7");
    assertThat(terminal.err()).startsWith("mnist4j: --threads: found -7, expected 1 to 1024");
  }

  @Test
  void doctorSaysThatAccelerationTakesOneDnnWithIt() throws Exception {
    assertThat(run(List.of("-Dmnist4j.acceleration=off"), Map.of(), "doctor").out())
        .containsPattern("oneDNN +off\n.*-Dmnist4j.acceleration=off");
  }

  @Test
  void missingFontsAreNoticedBeforeTraining() throws Exception {
    Path noFonts = Files.writeString(directory.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    // A home of its own: Java caches the fonts it found under the user's.
    List<String> home = List.of("-Duser.home=" + directory);
    Map<String, String> environment = Map.of("FONTCONFIG_FILE", noFonts.toString());
    Terminal terminal =
        run(home, environment, "train", "numpy-mlp", "--out", directory.resolve("out").toString());
    assertThat(terminal.status()).isEqualTo(1);
    assertThat(terminal.err())
        .startsWith("mnist4j: cannot draw charts: Java finds no fonts on this machine; install")
        .hasLineCount(1);
    assertThat(directory.resolve("out/numpy-mlp")).doesNotExist();
    assertThat(run(home, environment, "doctor").out())
        .containsPattern("fonts +none\n.*apt-get install fontconfig");
  }
}
