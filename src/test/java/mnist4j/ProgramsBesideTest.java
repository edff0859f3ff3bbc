package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs beside this one that no build compiles, since people seldom start them. */
class ProgramsBesideTest {

  @TempDir private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"models/outliers", "models/pretrained", "bench/classify"})
  void stillCompile(String directory) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (Stream<Path> files = Files.list(Path.of(directory));
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  errors,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(errors.toString()).isTrue();
    }
  }

  /** Pythons that only note who made an environment. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anEnvironmentIsMadeAnewByAnotherPythonOrForOtherRequirements(@TempDir Path directory)
      throws Exception {
    for (String python : List.of("one", "other")) {
      Path file = directory.resolve(python);
      Files.writeString(
          file,
          """
          #!/bin/sh
          case $1 in
            -c) echo "# $0 3.11" ;;
            -m) [ "$2" = pip ] || { mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && basename "$0" >> makers; } ;;
          esac
          """);
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Bash made =
        Bash.run(
            directory,
            Map.of("PATH", "/usr/bin:/bin"),
            """
            set -e
            . '%s'
            install() { PYTHON="$PWD/$1" make_environment "$PWD/venv" requirements.txt 2>> log; }
            touch requirements.txt makers
            install one && install one && install other
            echo numpy > requirements.txt
            install other
            tr '\\n' ' ' < makers
            """
                .formatted(Path.of("bench/environment.sh").toAbsolutePath()));
    assertThat(made).isEqualTo(new Bash(0, "one other other "));
  }

  /** Before they set anything up. */
  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @ValueSource(strings = {"real-digits/run", "classify/run", "spark/run"})
  void sayWhatTheyDoAndRefuseWhatTheyDoNotKnow(String program) throws Exception {
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    Path bench = Path.of("bench");
    Bash help = Bash.run(bench, environment, program + " --help");
    assertThat(help.status()).isZero();
    assertThat(help.output()).matches("(?s)(Counts|Measures) .*\\.\n.*");
    Bash refused = Bash.run(bench, environment, program + " bogus");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output()).contains("found 'bogus', expected ").hasLineCount(1);
  }
}
