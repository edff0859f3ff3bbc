package mnist4j.spark;

import java.io.PrintWriter;
import java.io.StringWriter;
import mnist4j.cli.Mnist4jCommand;
import picocli.CommandLine;

/**
 * What one command line did.
 *
 * @param status its exit status
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
record SparkRun(int status, String out, String err) {

  static SparkRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Mnist4jCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int status = commandLine.execute(words);
    return new SparkRun(status, out.toString(), err.toString());
  }

  /** The command on two cores of this process. */
  static SparkRun local(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "spark";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--master";
    all[all.length - 1] = "local[2]";
    return of(all);
  }
}
