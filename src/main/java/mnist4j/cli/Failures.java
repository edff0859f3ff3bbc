package mnist4j.cli;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import mnist4j.backend.BackendException;
import mnist4j.charts.ChartException;
import mnist4j.data.DataException;
import mnist4j.picture.PictureException;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingInterruptedException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a failure as one line on standard error and an exit status, and warnings. */
final class Failures {

  /** That of a process which SIGINT ended; after SIGTERM the JVM exits with its own. */
  private static final int INTERRUPTED = 130;

  private static final String FILE_ADVICE = "check the path, its permissions and the space left";

  private Failures() {}

  /** Reports wrong usage, with the nearest command or option where there is one. */
  static int usage(ParameterException failure, String[] arguments) {
    String suggestion =
        failure instanceof UnmatchedArgumentException unmatched
            ? suggestion(unmatched.getUnmatched().get(0), unmatched.getSuggestions())
            : "";
    return report(
        failure.getCommandLine(),
        // Picocli says so of some messages only.
        failure.getMessage().replaceFirst("^Error: ", "")
            + suggestion
            + fileAdvice(arguments)
            + localeAdvice(failure.getMessage()),
        CommandLine.ExitCode.USAGE);
  }

  /** A file whose name begins as an option's may be meant. */
  private static String fileAdvice(String[] arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith("-") && new File(argument).exists())
        .findFirst()
        .map("; for the file write ./%s"::formatted)
        .orElse("");
  }

  /** The failure of an argument that is none of the names it has to be. */
  static ParameterException unknownName(
      CommandSpec command, String parameter, String found, List<String> names) {
    return new ParameterException(
        command.commandLine(),
        "%s: found '%s', expected one of %s%s"
            .formatted(parameter, found, String.join(", ", names), suggestion(found, names)));
  }

  /** Empty if none of the names is similar. Picocli ranks commands, so the names become those. */
  static String suggestion(String found, List<String> names) {
    CommandSpec commands = CommandSpec.create();
    // The command data and the option --data are one name here.
    names.stream()
        .map(Failures::withoutDashes)
        .distinct()
        .forEach(name -> commands.addSubcommand(name, CommandSpec.create()));
    List<String> similar =
        new UnmatchedArgumentException(new CommandLine(commands), List.of(withoutDashes(found)))
            .getSuggestions();
    return names.stream()
        .filter(name -> similar.indexOf(withoutDashes(name)) == 0)
        .findFirst()
        .map("; did you mean %s?"::formatted)
        .orElse("");
  }

  private static String withoutDashes(String name) {
    return name.replaceFirst("^-+", "");
  }

  /** Prints one line on standard error and goes on. */
  static void warn(CommandSpec command, String words) {
    command.commandLine().getErr().println("mnist4j: warning: " + DataException.onOneLine(words));
  }

  /** Runs the command, and reports if the memory does not suffice, which picocli lets pass. */
  static int runLast(ParseResult parsed, boolean debug) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      CommandLine commandLine = parsed.commandSpec().commandLine();
      if (debug) {
        e.printStackTrace(commandLine.getErr());
      }
      return outOfMemory(e, commandLine);
    }
  }

  private static int outOfMemory(OutOfMemoryError failure, CommandLine commandLine) {
    return report(
        commandLine,
        "out of memory (%s); take fewer images or raise -Xmx and -Dorg.bytedeco.javacpp.maxbytes"
            .formatted(firstLine(String.valueOf(failure.getMessage()))),
        CommandLine.ExitCode.SOFTWARE);
  }

  /** Reports the failure of a command that was understood. */
  static int run(Exception failure, CommandLine commandLine, boolean debug) {
    if (debug) {
      failure.printStackTrace(commandLine.getErr());
    }
    // Picocli wraps the errors of commands that are methods; our own messages say more.
    if (!isForPeople(failure) && failure.getCause() instanceof OutOfMemoryError memory) {
      return outOfMemory(memory, commandLine);
    }
    if (failure instanceof TrainingInterruptedException) {
      return INTERRUPTED;
    }
    if (failure instanceof SettingsException || failure instanceof ParameterException) {
      return report(commandLine, failure.getMessage(), CommandLine.ExitCode.USAGE);
    }
    if (failure instanceof FileSystemException file) {
      return report(commandLine, problem(file), CommandLine.ExitCode.SOFTWARE);
    }
    if (failure instanceof FileNotFoundException file) {
      // The message is the path and, in brackets, the reason.
      return report(
          commandLine,
          file.getMessage() + " cannot be read or written; " + FILE_ADVICE,
          CommandLine.ExitCode.SOFTWARE);
    }
    if (failure instanceof InvalidPathException path) {
      return report(
          commandLine,
          path.getMessage() + localeAdvice(path.getMessage()),
          CommandLine.ExitCode.SOFTWARE);
    }
    String message =
        isForPeople(failure)
            ? failure.getMessage()
            : "unexpected %s; run again with --debug for the stack trace"
                .formatted(firstLine(failure.toString()));
    return report(commandLine, message, CommandLine.ExitCode.SOFTWARE);
  }

  private static boolean isForPeople(Exception failure) {
    return failure instanceof DataException
        || failure instanceof PictureException
        || failure instanceof TrainingException
        || failure instanceof BackendException
        || failure instanceof ChartException
        || failure instanceof IOException && failure.getClass() == IOException.class;
  }

  /** Java cannot name files with letters beyond ASCII in the C locale of a slim container. */
  private static String localeAdvice(String message) {
    return message.contains("unmappable characters")
        ? "; set LC_ALL=C.UTF-8, since this locale (%s) cannot express the path"
            .formatted(System.getProperty("sun.jnu.encoding"))
        : "";
  }

  private static String problem(FileSystemException failure) {
    return "%s cannot be read or written (%s); %s"
        .formatted(failure.getFile(), DataException.reason(failure), FILE_ADVICE);
  }

  private static int report(CommandLine commandLine, String message, int status) {
    String help = commandLine.getCommandSpec().qualifiedName() + " --help";
    String hint = status == CommandLine.ExitCode.USAGE ? " (see \"%s\")".formatted(help) : "";
    commandLine.getErr().println("mnist4j: " + DataException.onOneLine(message) + hint);
    return status;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
