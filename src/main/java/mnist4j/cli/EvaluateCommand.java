package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.experiment.EvaluationTables;
import mnist4j.recipe.DigitPair;
import mnist4j.training.Scorer;
import mnist4j.training.TrainingException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code evaluate RECIPE-or-ZIP}. */
@Command(name = "evaluate", description = "Judges a trained network on the test set.")
final class EvaluateCommand implements Callable<Integer> {

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE-or-ZIP",
      description =
          "A recipe, as trained before or else as it ships with the program, or a saved DL4J network.")
  private String model;

  @Override
  public Integer call() throws IOException {
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    MultiLayerNetwork network = named.network();
    Path zip = named.zip();
    int outputs = network.layerSize(network.getnLayers() - 1);
    ImageData images = root.images();
    if (named.pretrained()) {
      spec.commandLine().getOut().println(named.origin());
    }
    if (outputs == 1) {
      DigitPair digits = named.digits().orElse(DigitPair.ZERO_AND_ONE);
      if (!digits.areIn(images.test())) {
        throw new TrainingException(
            "%s tells %s apart, which the test images do not both show; name its own set with --data-dir"
                .formatted(zip, digits));
      }
      print(
          network,
          images.test().onlyDigits(digits.first(), digits.second()),
          List.of(
              images.classNames().get(digits.first()), images.classNames().get(digits.second())));
    } else if (outputs == images.classNames().size()) {
      print(network, images.test(), images.classNames());
    } else {
      throw new TrainingException(
          "%s tells %d classes apart, but the data set has %d; name its own set with --data-dir"
              .formatted(zip, outputs, images.classNames().size()));
    }
    return 0;
  }

  private void print(MultiLayerNetwork network, LabelledImages test, List<String> classNames) {
    EvaluationResult result = Scorer.score(network, test, classNames.size());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "accuracy %.4f, loss %.4f, %,d of %,d test images wrong%n%n",
        result.accuracy(),
        result.loss(),
        result.mistakes().size(),
        test.size());
    EvaluationTables.metrics(result.confusion(), classNames).lines().forEach(out::println);
    out.println();
    EvaluationTables.confusion(result.confusion(), classNames).lines().forEach(out::println);
  }
}
