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
 * The network that {@code RECIPE-or-ZIP} names: a file's, or a recipe's as trained before or else
 * as shipped with the program.
 *
 * @param network takes {@code [n, 784]} float32 in [0, 1]
 * @param zip the file it is saved in, or would be if it were trained
 * @param pretrained whether it ships with the program
 */
public record NamedModel(MultiLayerNetwork network, Path zip, boolean pretrained) {

  /**
   * @param name of a recipe or a file, from the command line
   * @param out the output directory
   * @throws mnist4j.training.TrainingException if there is no such file, or it is not a usable
   *     network
   */
  public static NamedModel find(String name, Path out) {
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
   * The names of its classes if the metrics file beside it has them, else none.
   *
   * @throws IOException if that file cannot be read
   */
  public List<String> classNames() throws IOException {
    return pretrained ? List.of() : MetricsJson.classNames(zip.resolveSibling(RunReport.METRICS));
  }

  /**
   * The two digits of a binary network if the metrics file beside it has them.
   *
   * @throws IOException if that file cannot be read
   */
  Optional<DigitPair> digits() throws IOException {
    return pretrained
        ? Optional.empty()
        : MetricsJson.digits(zip.resolveSibling(RunReport.METRICS));
  }

  /** Its name in messages. */
  String subject() {
    return pretrained ? "the pretrained network" : zip.toString();
  }

  /** One line that says which network it is. */
  public String origin() {
    return pretrained
        ? "network: pretrained, ships with mnist4j (%s does not exist)".formatted(zip)
        : "network: %s".formatted(zip);
  }
}
