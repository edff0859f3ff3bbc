package mnist4j.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import mnist4j.backend.BackendException;
import mnist4j.charts.ChartException;
import mnist4j.data.DataException;
import mnist4j.picture.PictureException;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into one line on standard error and an exit status. */
final class Failures {

  private Failures() {}

  /** Wrong usage. */
  static int usage(ParameterException failure, String[] arguments) {
    CommandLine commandLine = failure.getCommandLine();
    return report(commandLine, firstLine(failure.getMessage()), CommandLine.ExitCode.USAGE);
  }

  /** A command that was understood and failed. */
  static int run(Exception failure, CommandLine commandLine, boolean debug) {
    if (debug) {
      failure.printStackTrace(commandLine.getErr());
    }
    if (failure instanceof SettingsException || failure instanceof ParameterException) {
      return report(commandLine, failure.getMessage(), CommandLine.ExitCode.USAGE);
    }
    if (failure instanceof FileSystemException file) {
      return report(commandLine, problem(file), CommandLine.ExitCode.SOFTWARE);
    }
    String message =
        isForPeople(failure)
            ? failure.getMessage()
            : "unexpected %s; run again with --debug for the stack trace".formatted(failure);
    return report(commandLine, firstLine(message), CommandLine.ExitCode.SOFTWARE);
  }

  private static boolean isForPeople(Exception failure) {
    return failure instanceof DataException
        || failure instanceof PictureException
        || failure instanceof TrainingException
        || failure instanceof BackendException
        || failure instanceof ChartException
        || failure instanceof IOException && failure.getClass() == IOException.class;
  }

  private static String problem(FileSystemException failure) {
    String reason = failure.getReason();
    return "%s cannot be read or written (%s); check the path, its permissions and the space left"
        .formatted(failure.getFile(), reason == null ? failure.getClass().getSimpleName() : reason);
  }

  private static int report(CommandLine commandLine, String message, int status) {
    String help = commandLine.getCommandSpec().qualifiedName() + " --help";
    String hint = status == CommandLine.ExitCode.USAGE ? " (see \"%s\")".formatted(help) : "";
    commandLine.getErr().println("mnist4j: " + message + hint);
    return status;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
