package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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
  void aDataExceptionIsOneLine() {
    assertThat(new DataException("line 5: found '\r\u001b[2J'"))
        .hasMessage("line 5: found '??[2J'");
  }

  @Test
  void itsStackTraceIsThereForDebugging() {
    assertThat(exhaust("--debug", "exhaust")).isEqualTo(1);
    assertThat(err.toString()).contains("at mnist4j.cli.FailuresTest$Exhaust.call");
  }
}
