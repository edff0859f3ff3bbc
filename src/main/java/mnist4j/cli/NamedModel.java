package mnist4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.SettingsException;
import mnist4j.report.MetricsJson;
import mnist4j.report.RunReport;
import mnist4j.report.ThresholdBaseline;
import mnist4j.training.ModelFile;
import mnist4j.training.SavedModel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The network that {@code RECIPE-or-ZIP} names: a file's, or a recipe's as trained before or else
 * as shipped with the program.
 *
 * @param model the network and what its zip says of it
 * @param zip the file it is saved in, or would be if it were trained
 * @param pretrained whether it ships with the program
 */
public record NamedModel(SavedModel model, Path zip, boolean pretrained) {

  /**
   * @param name of a recipe or a file, from the command line
   * @param out the output directory
   * @throws SettingsException if the name is empty, that of the recipe without a network, or
   *     neither a recipe's nor a file's
   * @throws mnist4j.training.TrainingException if there is no such zip, or it is not a usable
   *     network
   */
  public static NamedModel find(String name, Path out) {
    expectNetwork(name);
    if (Recipes.named(name).isEmpty()) {
      Path zip = Path.of(name);
      return new NamedModel(ModelFile.load(zip), zip, false);
    }
    Path zip = out.resolve(name).resolve(RunReport.MODEL);
    Optional<SavedModel> shipped =
        Files.exists(zip) ? Optional.empty() : ModelFile.pretrained(name);
    return shipped
        .map(model -> new NamedModel(model, zip, true))
        .orElseGet(() -> new NamedModel(ModelFile.load(zip), zip, false));
  }

  /**
   * @throws SettingsException if the name is empty, that of the recipe without a network, or
   *     neither a recipe's nor a file's
   */
  static void expectNetwork(String name) {
    if (name.isBlank()) {
      throw new SettingsException("RECIPE-or-ZIP", "an empty name", "a recipe or a model zip");
    }
    if (name.equals(ThresholdBaseline.NAME)) {
      throw new SettingsException(
          "RECIPE-or-ZIP", name, "a network; the threshold is none, and train prints its figures");
    }
    if (Recipes.named(name).isEmpty() && !name.endsWith(".zip") && !Files.exists(Path.of(name))) {
      List<String> recipes = ReproduceCommand.names();
      throw new SettingsException(
          "RECIPE-or-ZIP",
          name,
          "a model zip or one of "
              + String.join(", ", recipes)
              + Failures.suggestion(name, recipes));
    }
  }

  /**
   * The names of its classes, from the zip or its run's metrics file; none if neither has them.
   *
   * @throws IOException if that file cannot be read
   */
  public List<String> classNames() throws IOException {
    if (model.metadata().isPresent()) {
      return model.classNames();
    }
    return isOfRun() ? MetricsJson.classNames(metrics()) : List.of();
  }

  /**
   * The options that name the data set it was trained on, from its run's metrics file; none if that
   * is MNIST or not known.
   *
   * @throws IOException if that file cannot be read
   */
  List<String> dataArguments() throws IOException {
    return isOfRun() && !pretrained ? MetricsJson.dataArguments(metrics()) : List.of();
  }

  /** Another zip that somebody put beside a run's is not what the run's files are about. */
  private boolean isOfRun() {
    return zip.endsWith(RunReport.MODEL);
  }

  private Path metrics() {
    return zip.resolveSibling(RunReport.METRICS);
  }

  /**
   * The name of a network: that of its zip or, since all runs call theirs the same, of the run's
   * directory, within the output directory relative to it.
   */
  static String name(Path zip, Path out) {
    Path file = absolute(zip);
    if (!file.endsWith(RunReport.MODEL) || file.getNameCount() == 1) {
      return file.getFileName().toString().replaceFirst("\\.zip$", "");
    }
    Path run = file.getParent();
    Path runs = absolute(out);
    boolean within = run.startsWith(runs) && !run.equals(runs);
    return (within ? runs.relativize(run) : run.getFileName()).toString();
  }

  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** The network, which takes {@code [n, pixels]} float32 in [0, 1]. */
  public MultiLayerNetwork network() {
    return model.network();
  }

  /** The number of outputs: one per class, or a single one for two classes. */
  int outputs() {
    return network().layerSize(network().getnLayers() - 1);
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
