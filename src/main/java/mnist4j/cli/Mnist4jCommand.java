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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: global options, and {@code reproduce} where no command is named. */
@Command(
    name = "mnist4j",
    description = "Trains, checks and explains the digit classifiers of five MNIST tutorials.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      ReproduceCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExperimentCommand.class,
      ExplainCommand.class,
      DataCommand.class,
      DoctorCommand.class
    })
final class Mnist4jCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Four IDX files, plain or .gz: MNIST or any set in its format. Default: the cache.")
  private Path dataDirectory;

  @Option(
      names = "--out",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where runs are written. Default: ${DEFAULT-VALUE}.")
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
      description = "Print stack traces of failures.")
  private boolean debug;

  /** The whole command line, ready to execute. */
  static CommandLine commandLine() {
    Mnist4jCommand root = new Mnist4jCommand();
    return new CommandLine(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(
            (failure, commandLine, result) -> Failures.run(failure, commandLine, root.debug));
  }

  /** Parses once more with the command named, so the options given have to be given again. */
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

  /** Starts the backend with the threads asked for. */
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
    return Backend.start(threads == null ? OptionalInt.empty() : OptionalInt.of(threads));
  }

  /** The data set: of the directory named, else MNIST from the cache, fetched if need be. */
  ImageData images() {
    return dataDirectory == null
        ? MnistCache.standard().load(TransferDisplay.on(spec.commandLine().getErr()))
        : new ImageDirectory(dataDirectory).read();
  }

  /** The same, but the images that ship with the program where those are enough. */
  ImageData images(boolean bundledSuffice) {
    return bundledSuffice && dataDirectory == null ? ImageData.bundled() : images();
  }
}
