package mnist4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipes;
import mnist4j.report.MetricsJson;
import mnist4j.report.RunReport;
import mnist4j.training.ModelFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The network that {@code RECIPE-or-ZIP} names: the recipe's trained one, else the one that ships
 * with the program, or the file's.
 *
 * @param network takes {@code [n, 784]} float32 in [0, 1]
 * @param zip where it was trained to, or would be
 * @param pretrained whether it is the one that ships
 */
record NamedModel(MultiLayerNetwork network, Path zip, boolean pretrained) {

  /**
   * @param name as the command line has it
   * @param out where runs are written
   * @throws mnist4j.training.TrainingException if there is no such file, or none that can be used
   */
  static NamedModel find(String name, Path out) {
    if (Recipes.named(name).isEmpty()) {
      Path zip = Path.of(name);
      return new NamedModel(ModelFile.load(zip), zip, false);
    }
    Path zip = out.resolve(name).resolve(RunReport.MODEL);
    Optional<MultiLayerNetwork> shipped =
        Files.exists(zip) ? Optional.empty() : ModelFile.pretrained(name);
    return shipped
        .map(network -> new NamedModel(network, zip, true))
        .orElseGet(() -> new NamedModel(ModelFile.load(zip), zip, false));
  }

  /**
   * What its classes are called, where the file beside it says so.
   *
   * @throws IOException if that file cannot be read
   */
  List<String> classNames() throws IOException {
    return pretrained ? List.of() : MetricsJson.classNames(zip.resolveSibling(RunReport.METRICS));
  }

  /**
   * The two digits that a binary network tells apart, where the file beside it says so.
   *
   * @throws IOException if that file cannot be read
   */
  Optional<DigitPair> digits() throws IOException {
    return pretrained
        ? Optional.empty()
        : MetricsJson.digits(zip.resolveSibling(RunReport.METRICS));
  }

  /** What messages call it. */
  String subject() {
    return pretrained ? "the pretrained network" : zip.toString();
  }

  /** One line that says which network it is. */
  String origin() {
    return pretrained
        ? "network: pretrained, ships with mnist4j (%s does not exist)".formatted(zip)
        : "network: %s".formatted(zip);
  }
}
