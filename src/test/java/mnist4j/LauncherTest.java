package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a place whose name has a space, with a Java that prints what it is given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path LAUNCHER = Path.of("src/main/launcher");
  private static final String SYSTEM_PATH = "/usr/bin:/bin";

  @TempDir private Path directory;

  private Path home;
  private String arguments;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(directory.toRealPath().resolve("its home"));
    Files.copy(
        LAUNCHER.resolve("mnist4j"), home.resolve("mnist4j"), StandardCopyOption.COPY_ATTRIBUTES);
    java("named");
    java("found");
    arguments = "@%s/jvm.config|-jar|%s/mnist4j.jar|".formatted(home, home);
  }

  private void java(String name) throws IOException {
    Path java = Files.createDirectories(directory.resolve(name + "/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s|' " + name + " \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Bash run(Map<String, String> environment, String command) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PATH", SYSTEM_PATH);
    return Bash.run(directory, all, command);
  }

  private Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", directory.resolve("named").toString());
  }

  @Test
  void isValidShell() throws Exception {
    String script = LAUNCHER.resolve("mnist4j").toAbsolutePath().toString();
    Map<String, String> environment = Map.of("PATH", SYSTEM_PATH);
    assertThat(Bash.run(directory, environment, "bash -n '%s'".formatted(script)))
        .isEqualTo(new Bash(0, ""));
    assertThat(Bash.run(directory, environment, "sh -n '%s'".formatted(script)))
        .isEqualTo(new Bash(0, ""));
  }

  @Test
  void passesTheFlagsOfTheBuildAndEveryArgumentAsItStands() throws Exception {
    assertThat(run(javaHome(), "'its home/mnist4j' predict 'my digit.png' '*'"))
        .isEqualTo(new Bash(0, "named|" + arguments + "predict|my digit.png|*|"));
  }

  @Test
  void findsItsJarThroughLinks() throws Exception {
    Files.createSymbolicLink(directory.resolve("absolute"), home.resolve("mnist4j"));
    Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(directory.resolve("bin/relative"), Path.of("../absolute"));
    assertThat(run(javaHome(), "cd / && '%s/bin/relative'".formatted(directory)))
        .isEqualTo(new Bash(0, "named|" + arguments));
  }

  @Test
  void findsItsJarDespiteADirectoryOfThatNameOnCdpath() throws Exception {
    Files.createDirectories(directory.resolve("elsewhere/its home"));
    Map<String, String> environment = new HashMap<>(javaHome());
    environment.put("CDPATH", directory.resolve("elsewhere").toString());
    assertThat(run(environment, "'its home/mnist4j'")).isEqualTo(new Bash(0, "named|" + arguments));
  }

  @Test
  void takesTheJavaOnThePathWithoutJavaHome() throws Exception {
    String path = "%s:%s".formatted(directory.resolve("found/bin"), SYSTEM_PATH);
    assertThat(run(Map.of("PATH", path), "'its home/mnist4j'"))
        .isEqualTo(new Bash(0, "found|" + arguments));
  }

  @Test
  void addsTheFlagsOfTheUserAfterItsOwn() throws Exception {
    Map<String, String> environment = new HashMap<>(javaHome());
    environment.put("MNIST4J_OPTS", "-Xmx2g -Da=b");
    assertThat(run(environment, "'its home/mnist4j' doctor"))
        .isEqualTo(
            new Bash(0, "named|" + arguments.replace("|-jar", "|-Xmx2g|-Da=b|-jar") + "doctor|"));
  }

  @Test
  void startsWithTheArchivedClassesIfThereAreAny() throws Exception {
    Files.createFile(home.resolve("mnist4j.jsa"));
    String archive = "|-XX:SharedArchiveFile=%s/mnist4j.jsa|-Xlog:cds*=off|-jar".formatted(home);
    assertThat(run(javaHome(), "'its home/mnist4j'"))
        .isEqualTo(new Bash(0, "named|" + arguments.replace("|-jar", archive)));
  }

  @Test
  void saysInOneLineThatThereIsNoJava() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", "/nowhere"), "'its home/mnist4j'"))
        .isEqualTo(
            new Bash(
                1,
                "mnist4j: found no Java at '/nowhere/bin/java', expected 17 or later; install a JDK, or name it with JAVA_HOME\n"));
  }

  @Test
  void doesOnWindowsWhatItDoesElsewhere() throws IOException {
    assertThat(Files.readString(LAUNCHER.resolve("mnist4j.cmd")))
        .contains(
            "if defined JAVA_HOME (if not exist \"%JAVA_EXE%\" goto :nojava) else (where /q java.exe || goto :nojava)",
            "if exist \"%~dp0mnist4j.jsa\" set ARCHIVE=\"-XX:SharedArchiveFile=%~dp0mnist4j.jsa\" \"-Xlog:cds*=off\"",
            "\"@%~dp0jvm.config\" %ARCHIVE% %MNIST4J_OPTS% -jar \"%~dp0mnist4j.jar\" %*",
            "exit /b %ERRORLEVEL%");
  }
}
