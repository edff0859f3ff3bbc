package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mnist4j.Bash;
import mnist4j.ChildJvm;
import mnist4j.IdxFiles;
import mnist4j.RealMnist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command of README and guide, run in its page's order as a reader would paste it. Stand-ins
 * make it short: trainings get {@code --quick}, {@code reproduce} one recipe, {@code serve} goes on
 * in the background at a free port, Maven only starts the program, and the data set of a Debian
 * package is a small one.
 */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pages' commands are for a shell")
class DocumentedCommandsTest {

  private static final Pattern BLOCK_OF_COMMANDS = Pattern.compile("(?ms)^```\n(.*?)^```$");
  private static final Pattern A_COMMAND =
      Pattern.compile("(?:mvn|cd|curl|cp|printf|apt-get|\\S*target/mnist4j)\\b.*");

  private static final String PROGRAM =
      """
      #!/bin/bash
      start=(%s)
      case "$1 $2" in
        'experiment list') ;;
        train* | experiment*) set -- "$@" --quick ;;
        reproduce*) set -- "$@" numpy-mlp ;;
        serve*)
          exec 3< <(exec 2>&1; "${start[@]}" "$@" --port "$PORT" & echo $! > "$SERVER"; wait)
          while read -r line <&3; do
            echo "$line"
            [[ $line != *http://* ]] || exit 0
          done
          exit 1
          ;;
      esac
      exec "${start[@]}" "$@"
      """;

  private static final String MAVEN =
      """
      #!/bin/bash
      case "$*" in
        'compile exec:java') target/mnist4j reproduce ;;
        'compile exec:java -Dexec.args='*) target/mnist4j ${3#-Dexec.args=} ;;
        '-B verify' | 'package -DskipTests' | 'install -DskipTests' | '-Pcuda compile exec:java') ;;
        *) echo "mvn $* has no stand-in"; exit 1 ;;
      esac
      """;

  @TempDir private Path directory;

  private Path server;

  @BeforeEach
  void makeAProject() throws IOException {
    server = directory.resolve("server");
    Path drawn = Path.of("src/test/resources/mnist4j/drawn");
    Path copies = Files.createDirectories(directory.resolve(drawn));
    try (Stream<Path> pictures = Files.list(drawn)) {
      for (Path picture : pictures.toList()) {
        Files.copy(picture, copies.resolve(picture.getFileName()));
      }
    }
    Files.copy(drawn.resolve("7-02.png"), directory.resolve("7.png"));
    Files.createDirectories(directory.resolve("commands"));
    Files.createDirectories(directory.resolve("target"));
    executable("target/mnist4j", PROGRAM.formatted(ChildJvm.shellCommand("mnist4j.cli.Main")));
    executable("commands/mvn", MAVEN);
    executable("commands/apt-get", "#!/bin/bash\n");
    IdxFiles.write(Files.createDirectory(directory.resolve("debian")), 500, 500);
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void stopTheServer() throws IOException {
    if (Files.exists(server)) {
      ProcessHandle.of(Long.parseLong(Files.readString(server).strip()))
          .ifPresent(ProcessHandle::destroy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/guide.md"})
  void everyCommandDoesWhatItsPageSays(String page) throws Exception {
    assertThat(RealMnist.train().size()).isEqualTo(60_000);
    String port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = Integer.toString(free.getLocalPort());
    }
    String commands =
        BLOCK_OF_COMMANDS
            .matcher(Files.readString(Path.of(page)))
            .results()
            .map(block -> commands(block.group(1)))
            .collect(Collectors.joining());
    assertThat(commands).contains("target/mnist4j");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", directory.resolve("commands") + ":" + environment.get("PATH"));
    environment.put("PORT", port);
    environment.put("SERVER", server.toString());
    String script =
        commands
            .replace("127.0.0.1:8080", "127.0.0.1:" + port)
            .replace("/usr/share/datasets/fashion-mnist", directory.resolve("debian").toString());
    Bash done = Bash.run(directory, environment, "set -e\n" + script);
    assertThat(done.status()).as(script + done.output()).isZero();
    assertThat(done.output()).doesNotContain("Exception");
  }

  /** A block's commands, in a shell of their own as each block starts in the project's root. */
  private static String commands(String block) {
    String commands =
        block
            .lines()
            .filter(line -> A_COMMAND.matcher(line).matches())
            .collect(Collectors.joining("\n"));
    return commands.isEmpty() ? "" : "(\n" + commands + "\n)\n";
  }
}
