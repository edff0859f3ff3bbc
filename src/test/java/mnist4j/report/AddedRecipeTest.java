package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.AddedRecipe;
import mnist4j.recipe.Recipe;
import mnist4j.training.Engine;
import mnist4j.training.Evaluator;
import mnist4j.training.ModelFile;
import mnist4j.training.TrainingProgress;
import mnist4j.training.TrainingResult;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A new recipe is one class and its line in {@code Recipes}; no other class knows a recipe. */
@DisplayName("A recipe that is added as one class")
class AddedRecipeTest {

  private final Recipe recipe = new AddedRecipe();
  private final Backend backend = Backend.start(OptionalInt.empty());

  private TrainingResult train() {
    return Engine.DL4J.train(
        recipe,
        recipe.defaults(),
        ImageData.bundled(),
        new TrainingProgress() {},
        Optional.empty());
  }

  @Test
  @DisplayName("learns, and is written with all files of a recipe")
  void files(@TempDir Path directory) throws IOException {
    TrainingResult result = train();
    assertThat(result.history().epochs()).hasSize(2);
    assertThat(result.test().accuracy()).isGreaterThan(0.5);
    new RunReport(directory).write(result, backend, List.of(), Map.of());
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "model.zip",
            "metrics.json",
            "history.csv",
            "run.json",
            "loss.png",
            "accuracy.png",
            "misclassified.png",
            "predictions.png",
            "confusion.png",
            "confusion.csv",
            "per-class.csv",
            "confident-mistakes.png",
            "mistakes.csv",
            "calibration.png",
            "calibration.csv");
    JsonNode metrics = new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
    assertThat(metrics.path("recipe").asText()).isEqualTo("mlp-16");
    assertThat(metrics.path("parameters").asLong()).isEqualTo(784 * 16 + 16 + 16 * 10 + 10);
  }

  @Test
  @DisplayName("is evaluated from its zip as after training")
  void zip(@TempDir Path directory) throws IOException {
    TrainingResult result = train();
    MultiLayerNetwork loaded =
        ModelFile.load(
                ModelFile.save(result.network(), result.metadata(), directory.resolve("model.zip")))
            .network();
    EvaluationResult again = Evaluator.evaluate(loaded, result.data().test(), 10);
    assertThat(again.predictions())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("confidence")
        .isEqualTo(result.test().predictions());
  }

  @Test
  @DisplayName("has a line in a reproduction, without a document and from DL4J alone")
  void reproduction(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    TrainingResult run = train();
    reproduction.add(run.recipe(), FinishedRun.of(run, Map.of()), directory.resolve("mlp-16"));
    assertThat(reproduction.table().lines())
        .last()
        .asString()
        .startsWith("| mlp-16 |")
        .contains("–");
    Path report = reproduction.writeReport(directory.resolve("report.md"));
    assertThat(Files.readString(report)).contains("## mlp-16: none, the program's own");
    assertThat(Engine.of(recipe)).isEqualTo(List.of(Engine.DL4J));
    assertThat(ModelFile.pretrained(recipe.name())).isEmpty();
  }
}
