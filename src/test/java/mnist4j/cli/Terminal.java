package mnist4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * What one command line did.
 *
 * @param status its exit status
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
record Terminal(int status, String out, String err) {

  static Terminal run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Mnist4jCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int status = commandLine.execute(arguments.toArray(String[]::new));
    return new Terminal(status, out.toString(), err.toString());
  }

  static Terminal run(String... arguments) {
    return run(List.of(arguments));
  }
}
