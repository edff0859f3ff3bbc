package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mnist4j.charts.Fonts;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentResult;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.RunCache;
import mnist4j.report.RunLock;
import mnist4j.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code experiment NAME} and {@code experiment list}. */
@Command(
    name = "experiment",
    description = {
      "Runs one of the documents' comparisons and prints its table.",
      "An experiment that was stopped continues where it was."
    })
final class ExperimentCommand implements Callable<Integer> {

  private static final String LIST = "list";

  /** The experiments and their list. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}; list says what each of them compares.")
  private String name;

  @Option(
      names = "--quick",
      description =
          "Takes few steps on 200 + 200 images: of those that ship with the program, or of --data.")
  private boolean quick;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Trains each variant on digits with N seeds and gives mean and standard deviation.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int seeds;

  @Override
  public Integer call() throws Exception {
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seeds: found %d, expected at least 1".formatted(seeds));
    }
    if (name.equals(LIST)) {
      list();
      return 0;
    }
    Experiment experiment = experiment();
    Path directory = directory(experiment);
    try (Interruption interruption = new Interruption(spec, "to continue")) {
      return RunLock.holding(directory, () -> run(experiment, directory, interruption));
    }
  }

  private void list() {
    for (String option : List.of("--quick", "--seeds")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s: found with list, expected with an experiment's name".formatted(option));
      }
    }
    root.data().warnThatNoneIsRead("experiment list");
    for (Experiment experiment : Experiment.all()) {
      out().printf("%-14s %s%n", experiment.name(), experiment.description());
    }
  }

  private Experiment experiment() {
    return Experiment.named(name)
        .orElseThrow(() -> Failures.unknownName(spec, "NAME", name, names()));
  }

  private static List<String> names() {
    return Stream.concat(Experiment.all().stream().map(Experiment::name), Stream.of(LIST)).toList();
  }

  private int run(Experiment experiment, Path directory, Interruption interruption)
      throws IOException {
    Fonts.requireFonts();
    ExperimentSetup setup =
        ExperimentSetup.of(
            root.data().images(quick), quick, seeds, Version.ofCode(), root.startBackend());
    RunCache cache =
        new RunCache(
            directory.resolve("runs"), ProgressDisplay.on(out()).experiment(interruption::check));
    for (ExperimentResult result : experiment.run(setup, cache)) {
      Path png = result.write(directory);
      out().println();
      result.table().lines().forEach(out()::println);
      result.differences().ifPresent(this::printDifferences);
      out().printf("%ndrawn in %s%n", png);
    }
    return 0;
  }

  private void printDifferences(Table differences) {
    out().println();
    differences.lines().forEach(out()::println);
  }

  /** A quick experiment has a directory of its own, so that it replaces nothing. */
  private Path directory(Experiment experiment) {
    Path directory = root.out().resolve("experiments").resolve(experiment.name());
    return quick ? directory.resolve("quick") : directory;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
