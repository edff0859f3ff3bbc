package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mnist4j.backend.Backend;
import mnist4j.charts.Fonts;
import mnist4j.data.DataException;
import mnist4j.data.ImageData;
import mnist4j.data.MnistCache;
import mnist4j.recipe.DigitPair;
import mnist4j.training.Networks;
import org.deeplearning4j.util.CrashReportingUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program itself: the global options, and {@code reproduce} as the default command. */
@Command(
    name = "mnist4j",
    description = "Trains, evaluates and explains the digit classifiers of five MNIST tutorials.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class)
public final class Mnist4jCommand implements Callable<Integer> {

  private static final List<Class<?>> COMMANDS =
      List.of(
          ReproduceCommand.class,
          TrainCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          ServeCommand.class,
          ExperimentCommand.class,
          ExplainCommand.class,
          DataCommand.class,
          DoctorCommand.class,
          CompletionCommand.class);

  /** More than the cores of almost any machine; a hundred times as many crash the JVM. */
  private static final int MAX_THREADS = 1_024;

  @Spec private CommandSpec spec;

  @Mixin private DataSetOptions data;

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
      description =
          "Threads of the native library, 1 to " + MAX_THREADS + ". Default: one per core.")
  private Integer threads;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Prints stack traces of failures.")
  private boolean debug;

  /** The whole command line. */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /**
   * The command line for given arguments: of the commands, the one that is named first alone, since
   * to read the options of all takes a tenth of a second.
   */
  static CommandLine commandLine(String[] arguments) {
    return COMMANDS.stream()
        .filter(command -> arguments.length > 0 && arguments[0].equals(name(command)))
        .filter(command -> !command.equals(CompletionCommand.class))
        .findFirst()
        .map(command -> commandLine(List.of(command)))
        .orElseGet(Mnist4jCommand::commandLine);
  }

  /** An unset variable in quotes would name the current directory. */
  private static Path path(String name) {
    if (name.isEmpty()) {
      throw new TypeConversionException("found an empty name, expected a file or directory");
    }
    return Path.of(name);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    Mnist4jCommand root = new Mnist4jCommand();
    CommandLine program = new CommandLine(root);
    commands.forEach(program::addSubcommand);
    if (commands.size() > 1) {
      program.addSubcommand(sparkCommand());
    }
    CommandLine train = program.getSubcommands().get(name(TrainCommand.class));
    if (train != null) {
      train
          .getHelpSectionMap()
          .put(
              UsageMessageSpec.SECTION_KEY_FOOTER,
              help ->
                  "%s%n".formatted(String.join(System.lineSeparator(), TrainOptions.defaults())));
    }
    return program
        .registerConverter(DigitPair.class, TrainOptions::digitPair)
        .registerConverter(Path.class, Mnist4jCommand::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A file may be called @7.png; picocli would take arguments from it.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionStrategy(
            parsed -> {
              root.expectThreads();
              return Failures.runLast(parsed, root.debug);
            })
        .setExecutionExceptionHandler(
            (failure, command, result) -> Failures.run(failure, command, root.debug));
  }

  /**
   * The command of the package that the Maven profile {@code spark} compiles, found by its name,
   * since nothing here may depend on it.
   */
  private static Object sparkCommand() {
    try {
      // Read here, since without Spark's own jars its methods cannot be.
      return new CommandLine(
          Class.forName("mnist4j.spark.SparkCommand").getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      return new SparkMissing();
    }
  }

  /** Executes the same arguments again with the default command, since none is among them. */
  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    // Behind two dashes it would be none.
    arguments.removeIf("--"::equals);
    arguments.add("reproduce");
    return spec.commandLine().execute(arguments.toArray(String[]::new));
  }

  /** The output directory. */
  public Path out() {
    return out;
  }

  boolean debug() {
    return debug;
  }

  /** The options that name the data set. */
  public DataSetOptions data() {
    return data;
  }

  /** For every command, before it touches a file. */
  private void expectThreads() {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads: found %d, expected 1 to %d".formatted(threads, MAX_THREADS));
    }
  }

  /**
   * Starts the backend with the number of threads in {@code --threads}. Loaded networks use DL4J's
   * layer helpers from then on.
   */
  Backend startBackend() {
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

  /** What a training begins with. */
  record Prepared(ImageData images, Backend backend) {}

  /**
   * Reads the data set, looks for fonts and starts the backend. MNIST is read in a thread of its
   * own meanwhile, since it takes a fifth of a second. Other data sets are read before: their
   * readers use ND4J, whose classes two threads must not initialise at once.
   *
   * @param bundledSuffice as in {@link DataSetOptions#images(boolean)}
   */
  Prepared prepare(boolean bundledSuffice) {
    if (bundledSuffice || data.areGiven()) {
      Fonts.requireFonts();
      ImageData images = data.images(bundledSuffice);
      return new Prepared(images, startBackend());
    }
    MnistCache cache = data.cache();
    FutureTask<Optional<ImageData>> reading = new FutureTask<>(cache::present);
    new Thread(reading, "data").start();
    Fonts.requireFonts();
    Backend backend = startBackend();
    Optional<ImageData> images = result(reading);
    // Fetched here: see PictureFile.loadLibraries for what HTTPS would load in the other thread.
    return new Prepared(images.orElseGet(() -> data.download(cache)), backend);
  }

  private static Optional<ImageData> result(FutureTask<Optional<ImageData>> reading) {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("reading MNIST was interrupted", e);
    }
  }
}
