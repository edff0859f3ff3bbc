package mnist4j.cli;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mnist4j.backend.Backend;
import picocli.CommandLine;

/** The entry point. */
public final class Main {

  /** The commands that need ND4J. */
  private static final Set<String> COMPUTING =
      Set.of("reproduce", "train", "evaluate", "predict", "serve", "experiment");

  private Main() {}

  /**
   * Refuses to deserialise any Java object, in the whole process: nothing here does, and what a
   * library might read by itself comes from files of others. Spark's own messages are such objects.
   */
  private static void refuseJavaObjects(List<String> arguments) {
    if (!isSpark(arguments) && ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(read -> ObjectInputFilter.Status.REJECTED);
    }
  }

  /**
   * Whether the command is one of Spark's. Their script puts the word first; further behind it is
   * the value of an option or a file.
   */
  static boolean isSpark(List<String> arguments) {
    return !arguments.isEmpty() && arguments.get(0).equals("spark");
  }

  /** Except with another data set, whose reader may use ND4J while it is loaded. */
  private static boolean needsNd4j(List<String> arguments) {
    return (arguments.isEmpty() || arguments.stream().anyMatch(COMPUTING::contains))
        && arguments.stream().noneMatch(argument -> argument.startsWith("--data"));
  }

  /**
   * Has {@code System.console()} be null where there is no terminal: from JDK 22 on it is not,
   * unless Java is told to use its plain console before it is first asked for one.
   */
  static void usePlainConsole() {
    System.getProperties().putIfAbsent("jdk.console", "java.base");
  }

  /** Runs one command and exits with its status: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    usePlainConsole();
    if (needsNd4j(List.of(arguments))) {
      Backend.preload();
    }
    refuseJavaObjects(List.of(arguments));
    // Digits and decimal points in messages are the same everywhere, as in the files.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    CommandLine commandLine = Mnist4jCommand.commandLine(arguments);
    int status = commandLine.execute(arguments);
    // A PrintWriter keeps it for itself.
    if (commandLine.getOut().checkError() || System.out.checkError()) {
      System.err.println(
          "mnist4j: standard output cannot be written; check the space left, or who reads it");
      status = Math.max(status, CommandLine.ExitCode.SOFTWARE);
    }
    System.exit(status);
  }
}
