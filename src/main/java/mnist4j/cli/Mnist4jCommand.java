package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.ImageDirectory;
import mnist4j.data.MnistCache;
import mnist4j.recipe.DigitPair;
import mnist4j.training.Networks;
import org.deeplearning4j.util.CrashReportingUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: the global options, and {@code reproduce} as the default command. */
@Command(
    name = "mnist4j",
    description = "Trains, evaluates and explains the digit classifiers of five MNIST tutorials.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      ReproduceCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ServeCommand.class,
      ExperimentCommand.class,
      ExplainCommand.class,
      DataCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    })
final class Mnist4jCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Directory of four IDX files, plain or .gz: MNIST or a data set in its format. Default:"
              + " the cache.")
  private Path dataDirectory;

  @Option(
      names = "--out",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Output directory. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--threads",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description = "Threads of the native library. Default: one per core.")
  private Integer threads;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Prints stack traces of failures.")
  private boolean debug;

  /** The whole command line. */
  static CommandLine commandLine() {
    Mnist4jCommand root = new Mnist4jCommand();
    CommandLine program = new CommandLine(root);
    program
        .getSubcommands()
        .get("train")
        .getCommandSpec()
        .usageMessage()
        .footer(TrainOptions.defaults().toArray(String[]::new));
    return program
        .registerConverter(DigitPair.class, TrainOptions::digitPair)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionStrategy(parsed -> Failures.runLast(parsed, root.debug))
        .setExecutionExceptionHandler(
            (failure, command, result) -> Failures.run(failure, command, root.debug));
  }

  /** Executes the same arguments again with the default command appended. */
  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    arguments.add("reproduce");
    return spec.commandLine().execute(arguments.toArray(String[]::new));
  }

  Path out() {
    return out;
  }

  boolean debug() {
    return debug;
  }

  boolean hasDataDirectory() {
    return dataDirectory != null;
  }

  /**
   * Starts the backend with the number of threads in {@code --threads}. Loaded networks use DL4J's
   * layer helpers from then on.
   */
  Backend startBackend() {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: found %d, expected at least 1".formatted(threads));
    }
    if (threads != null && !Backend.hasThreads()) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads: found %d, but this program is built for a GPU, which has no threads to set; leave the option out"
              .formatted(threads));
    }
    Networks.enableHelpers();
    // Out of memory, DL4J would write a report into the working directory.
    CrashReportingUtil.crashDumpsEnabled(false);
    return Backend.start(threads == null ? OptionalInt.empty() : OptionalInt.of(threads));
  }

  /** The data set in {@code --data-dir}, or MNIST from the cache, downloaded if necessary. */
  ImageData images() {
    return dataDirectory == null
        ? MnistCache.standard().load(ProgressDisplay.on(spec.commandLine().getErr()).transfer())
        : new ImageDirectory(dataDirectory).read();
  }

  /** Without {@code --data-dir}, the images that ship with the program if those suffice. */
  ImageData images(boolean bundledSuffice) {
    return bundledSuffice && dataDirectory == null ? ImageData.bundled() : images();
  }
}
