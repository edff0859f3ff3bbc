package mnist4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.DigitPair;
import mnist4j.report.EvaluationReport;
import mnist4j.report.MetricsJson;
import mnist4j.report.RunLock;
import mnist4j.report.RunReport;
import mnist4j.training.Evaluator;
import mnist4j.training.TrainingException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      description =
          "A recipe, as trained before or otherwise as shipped with the program, or a saved DL4J network.")
  private String model;

  @Override
  public Integer call() throws Exception {
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    MultiLayerNetwork network = named.network();
    Evaluator.requireKnownLoss(network, named.subject());
    int outputs = network.layerSize(network.getnLayers() - 1);
    ImageData images = root.images();
    if (named.pretrained()) {
      spec.commandLine().getOut().println(named.origin());
    }
    if (outputs == 1) {
      DigitPair digits = named.digits().orElse(DigitPair.ZERO_AND_ONE);
      if (!digits.areIn(images.test())) {
        throw new TrainingException(
            "%s distinguishes %s, but the test images do not show both; name its own data set with --data-dir"
                .formatted(named.subject(), digits));
      }
      judge(
          network,
          images.name(),
          images.test().onlyDigits(digits.first(), digits.second()),
          List.of(
              images.classNames().get(digits.first()), images.classNames().get(digits.second())));
    } else if (outputs == images.classNames().size()) {
      judge(network, images.name(), images.test(), images.classNames());
    } else {
      throw new TrainingException(
          "%s distinguishes %d classes, but the data set has %d; name its own data set with --data-dir"
              .formatted(named.subject(), outputs, images.classNames().size()));
    }
    return 0;
  }

  private void judge(
      MultiLayerNetwork network, String dataset, LabelledImages test, List<String> classNames)
      throws Exception {
    String name = Path.of(model).getFileName().toString().replaceFirst("\\.zip$", "");
    Path directory = root.out().resolve(name).resolve(DIRECTORY);
    EvaluationResult result = Evaluator.evaluate(network, test, classNames.size());
    RunLock.holding(directory, () -> write(name, directory, dataset, test, result, classNames));
    EvaluationSummary.lines(result, classNames, directory)
        .forEach(spec.commandLine().getOut()::println);
  }

  private static Path write(
      String name,
      Path directory,
      String dataset,
      LabelledImages test,
      EvaluationResult result,
      List<String> classNames)
      throws IOException {
    EvaluationReport.write(directory, name, test, result, classNames);
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("dataset", dataset);
    metrics.put("classNames", classNames);
    metrics.put("testImages", test.size());
    metrics.putAll(MetricsJson.evaluation(result));
    return MetricsJson.write(metrics, directory.resolve(RunReport.METRICS));
  }
}
