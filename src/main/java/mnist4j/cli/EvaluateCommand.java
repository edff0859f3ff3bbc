package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mnist4j.charts.Fonts;
import mnist4j.data.DataException;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.report.EvaluationReport;
import mnist4j.report.MetricsJson;
import mnist4j.report.RunLock;
import mnist4j.report.RunReport;
import mnist4j.training.Evaluator;
import mnist4j.training.ModelMetadata;
import mnist4j.training.TrainingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code evaluate RECIPE-or-ZIP}. */
@Command(name = "evaluate", description = "Evaluates a trained network on the test set.")
final class EvaluateCommand implements Callable<Integer> {

  /** Separate from the files of the training run, whose data set may differ. */
  private static final String DIRECTORY = "evaluation";

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE-or-ZIP",
      completionCandidates = ReproduceCommand.Names.class,
      description =
          "A recipe, as trained before or otherwise as shipped with the program, or a saved DL4J network.")
  private String model;

  @Override
  public Integer call() throws Exception {
    Fonts.requireFonts();
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    Evaluator.requireKnownLoss(named.network(), named.subject());
    if (named.pretrained()) {
      out().println(named.origin());
    }
    ImageData images = images(named);
    out().printf("data set: %s%n", images.name());
    expectSize(named, images);
    int outputs = named.outputs();
    if (outputs == 1) {
      int[] pair = pair(named, images);
      warnOfAnotherSet(named, images, List.of());
      judge(
          named,
          images.name(),
          images.test().onlyDigits(pair[0], pair[1]),
          List.of(images.classNames().get(pair[0]), images.classNames().get(pair[1])));
    } else if (outputs == images.classNames().size()) {
      warnOfAnotherSet(named, images, named.classNames());
      judge(named, images.name(), images.test(), images.classNames());
    } else {
      throw new TrainingException(
          "%s distinguishes %d classes, but the data set has %d; name its own data set with --data"
              .formatted(named.subject(), outputs, images.classNames().size()));
    }
    return 0;
  }

  /** The data set that is named, otherwise the run's own where it is still there, or MNIST. */
  private ImageData images(NamedModel named) throws IOException {
    List<String> own = named.dataArguments();
    if (root.data().areGiven() || own.isEmpty()) {
      return root.data().images();
    }
    root.data().expectNoWayToRead();
    try {
      return root.data().images(own);
    } catch (DataException | ParameterException e) {
      Failures.warn(
          spec,
          "the data set that %s was trained on cannot be read: %s"
              .formatted(named.subject(), e.getMessage()));
      return root.data().images();
    }
  }

  private static void expectSize(NamedModel named, ImageData images) {
    ImageSize own = named.model().imageSize();
    if (!own.equals(images.imageSize())) {
      throw new TrainingException(
          "%s takes images of %s, but those of the data set are %s; name its own data set with --data"
              .formatted(named.subject(), own, images.imageSize()));
    }
  }

  /** The labels, in the data set, of the two classes of a network with one output. */
  private int[] pair(NamedModel named, ImageData images) throws IOException {
    List<String> names = named.classNames();
    if (names.size() != 2) {
      Failures.warn(
          spec,
          "%s does not say which two classes it distinguishes; taken for the first two of the data set, %s and %s"
              .formatted(named.subject(), images.classNames().get(0), images.classNames().get(1)));
      names = images.classNames().subList(0, 2);
    }
    int[] labels = names.stream().mapToInt(images.classNames()::indexOf).toArray();
    List<Integer> shown = Arrays.stream(images.test().labels()).boxed().distinct().toList();
    if (!Arrays.stream(labels).allMatch(shown::contains)) {
      throw new TrainingException(
          "%s distinguishes %s, but the test images do not show both; name its own data set with --data"
              .formatted(named.subject(), String.join(" and ", names)));
    }
    return labels;
  }

  /**
   * Another set is no failure, but its figures are not those of the run. The first images of a set
   * are not taken for another one.
   *
   * @param names to compare with those of the data set; none if they need not agree
   */
  private void warnOfAnotherSet(NamedModel named, ImageData images, List<String> names) {
    named
        .model()
        .metadata()
        .map(ModelMetadata::dataset)
        .filter(own -> !own.equals(images.name()) && !own.startsWith(images.name() + ","))
        .ifPresent(
            own ->
                Failures.warn(
                    spec,
                    "%s was trained on %s, but is evaluated on %s; name its own data set with --data"
                        .formatted(named.subject(), own, images.name())));
    if (!names.isEmpty() && !names.equals(images.classNames())) {
      Failures.warn(
          spec,
          "%s has the classes %s, the data set has %s; they are compared by their order"
              .formatted(
                  named.subject(),
                  String.join(", ", names),
                  String.join(", ", images.classNames())));
    }
  }

  private void warnOfAnotherNetwork(Path directory, Optional<String> before, String network) {
    before
        .filter(other -> !other.equals(network))
        .ifPresent(
            other ->
                Failures.warn(
                    spec,
                    "%s has the figures of another network, %s, which are replaced; name another directory with --out"
                        .formatted(directory, other)));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void judge(NamedModel named, String dataset, LabelledImages test, List<String> classNames)
      throws Exception {
    String name = NamedModel.name(named.zip(), root.out());
    String network =
        named.pretrained() ? "pretrained" : NamedModel.absolute(named.zip()).toString();
    Path directory = root.out().resolve(name).resolve(DIRECTORY);
    EvaluationResult result =
        RunLock.holding(
            directory,
            () -> {
              EvaluationResult judged =
                  Evaluator.evaluate(named.network(), test, classNames.size());
              Map<String, Object> metrics = new LinkedHashMap<>();
              metrics.put(MetricsJson.NETWORK, network);
              metrics.put("dataset", dataset);
              named.model().metadata().ifPresent(own -> metrics.put("trainedOn", own.dataset()));
              metrics.put("classNames", classNames);
              metrics.put("testImages", test.size());
              metrics.putAll(MetricsJson.evaluation(judged));
              Path file = directory.resolve(RunReport.METRICS);
              warnOfAnotherNetwork(directory, MetricsJson.network(file), network);
              // The metrics last: they say of which network all the files are.
              EvaluationReport.write(directory, name, test, judged, classNames);
              MetricsJson.write(metrics, file);
              return judged;
            });
    EvaluationSummary.lines(result, classNames, directory).forEach(out()::println);
  }
}
