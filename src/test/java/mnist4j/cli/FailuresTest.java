package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import mnist4j.data.DataException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  /** What an array that is too large makes of any command. */
  @Command(name = "exhaust")
  private static final class Exhaust implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  private final StringWriter err = new StringWriter();

  private int exhaust(String... arguments) {
    CommandLine program = Mnist4jCommand.commandLine();
    program.addSubcommand(new Exhaust());
    return program.setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Test
  void memoryThatDoesNotSufficeIsOneLine() {
    assertThat(exhaust("exhaust")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "mnist4j: out of memory (Java heap space); take fewer images or raise -Xmx and -Dorg.bytedeco.javacpp.maxbytes");
  }

  @Command(name = "by-method")
  private static final class ByMethod {
    @Command(name = "exhaust")
    int exhaust() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void alsoInACommandThatIsAMethod() {
    CommandLine program = Mnist4jCommand.commandLine();
    program.addSubcommand(new ByMethod());
    program.setErr(new PrintWriter(err, true));
    assertThat(program.execute("by-method", "exhaust")).isEqualTo(1);
    assertThat(err.toString()).startsWith("mnist4j: out of memory (Java heap space); ");
  }

  /** As the reader of images and the server have them. */
  @Test
  void unlessAMessageOfOurOwnSaysMore() {
    CommandLine program = Mnist4jCommand.commandLine().setErr(new PrintWriter(err, true));
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    for (Exception failure :
        List.of(
            new DataException("train.idx needs 900 MB; raise -Xmx", error),
            new IOException("the server is out of memory; raise -Xmx", error))) {
      assertThat(Failures.run(failure, program, false)).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .containsExactly(
            "mnist4j: train.idx needs 900 MB; raise -Xmx",
            "mnist4j: the server is out of memory; raise -Xmx");
  }

  @Test
  void aMessageIsOneLineThatCommandsTheTerminalNothing() {
    int status =
        Mnist4jCommand.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("data", "info", "no\nsuch\u001b[31mset");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).startsWith("mnist4j: no?such?[31mset ").hasLineCount(1);
  }

  @Test
  void wrongUsageIsNotCutAtALineEndWithinIt() {
    int status =
        Mnist4jCommand.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("serve", "--port", "80\n80");
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "mnist4j: Invalid value for option '--port': '80?80' is not an int"
                + " (see \"mnist4j serve --help\")");
  }

  @Test
  void aFileNamedAsAnOptionIsToBeWrittenWithItsDirectory() throws IOException {
    Path file = Files.createTempFile(Path.of(""), "-", ".png");
    try {
      int status =
          Mnist4jCommand.commandLine()
              .setErr(new PrintWriter(err, true))
              .execute("predict", "mlp-64", file.toString());
      assertThat(status).isEqualTo(2);
      assertThat(err.toString()).contains("; for the file write ./" + file + " (see ");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void reasonsAreWords() {
    assertThat(DataException.reason(new UnknownHostException("mirror.example")))
        .isEqualTo("host not found");
    assertThat(DataException.reason(new AccessDeniedException("a"))).isEqualTo("permission denied");
    assertThat(DataException.reason(new FileSystemException("a", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(DataException.reason(new UncheckedIOException(new IOException("disk full"))))
        .isEqualTo("disk full");
    assertThat(DataException.reason(new ConnectException())).isEqualTo("ConnectException");
  }

  /** The JDK's streams and Jackson say so in the message, and give no path apart from it. */
  @Test
  void aFileThatMayNotBeReadIsNamedWhoeverOpensIt() {
    CommandLine program = Mnist4jCommand.commandLine().setErr(new PrintWriter(err, true));
    for (Exception failure :
        List.of(
            new AccessDeniedException("models/run.json"),
            new FileNotFoundException("models/run.json (Permission denied)"))) {
      assertThat(Failures.run(failure, program, false)).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .containsExactly(
            "mnist4j: models/run.json cannot be read or written (permission denied); check the path, its permissions and the space left",
            "mnist4j: models/run.json (Permission denied) cannot be read or written; check the path, its permissions and the space left");
  }

  @Test
  void aDataExceptionIsOneLine() {
    assertThat(new DataException("line 5: found '\r\u001b[2J\u009b1m\u0085\u2028'"))
        .hasMessage("line 5: found '??[2J?1m??'");
  }

  @Test
  void itsStackTraceIsThereForDebugging() {
    assertThat(exhaust("--debug", "exhaust")).isEqualTo(1);
    assertThat(err.toString()).contains("at mnist4j.cli.FailuresTest$Exhaust.call");
  }
}
