package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import mnist4j.experiment.Conditions;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.Experiments;
import mnist4j.experiment.FinishedRuns;
import mnist4j.experiment.Part;
import mnist4j.report.RunReport;
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
      "Carries out one of the documents' comparisons and ends with its table.",
      "Stopped, it goes on where it was when it is started again."
    })
final class ExperimentCommand implements Callable<Integer> {

  private static final String LIST = "list";

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = ExperimentNames.class,
      description = "One of ${COMPLETION-CANDIDATES}; or list, to see what each is.")
  private String name;

  @Option(
      names = "--quick",
      description = "For a look: few steps, on 200 + 200 of the images that ship with the program.")
  private boolean quick;

  @Override
  public Integer call() throws IOException {
    if (name.equals(LIST)) {
      list();
    } else {
      carryOut(experiment());
    }
    return 0;
  }

  private void list() {
    if (quick) {
      throw new ParameterException(
          spec.commandLine(), "--quick: found with list, expected with an experiment's name");
    }
    for (Experiment experiment : Experiments.all()) {
      out().printf("%-14s %s%n", experiment.name(), experiment.description());
    }
  }

  private Experiment experiment() {
    return Experiments.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "NAME: found '%s', expected one of %s, or list"
                        .formatted(name, String.join(", ", new ExperimentNames()))));
  }

  private void carryOut(Experiment experiment) throws IOException {
    Path directory = new RunReport(directory(experiment)).directory();
    Conditions conditions =
        Conditions.of(
            root.images(quick), quick, new Version().getVersion()[0], root.startBackend());
    FinishedRuns runs = new FinishedRuns(directory.resolve("runs"), ExperimentDisplay.on(out()));
    List<Part> parts = experiment.carryOut(conditions, runs);
    for (Part part : parts) {
      Path picture = part.write(directory);
      out().println();
      part.table().lines().forEach(out()::println);
      out().printf("%ndrawn in %s%n", picture);
    }
  }

  /** A look's files lie apart, so that they replace nothing. */
  private Path directory(Experiment experiment) {
    Path directory = root.out().resolve("experiments").resolve(experiment.name());
    return quick ? directory.resolve("quick") : directory;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
