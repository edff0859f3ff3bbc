package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageSize;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.training.SavedModel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedModelTest {

  @TempDir private Path run;

  @BeforeEach
  void writeTheMetricsOfARun() throws IOException {
    Files.writeString(
        run.resolve("metrics.json"),
        "{\"classNames\": [\"a\", \"b\"], \"dataArguments\": [\"--data\", \"letters\"]}");
  }

  private NamedModel saved(String name) {
    Recipe recipe = Recipes.named("mlp-64").orElseThrow();
    MultiLayerNetwork network =
        new MultiLayerNetwork(recipe.network(recipe.defaults(), ImageSize.MNIST, 2));
    return new NamedModel(new SavedModel(network, Optional.empty()), run.resolve(name), false);
  }

  @Test
  void ofARunHasTheClassesAndTheDataOfTheFileBesideIt() throws IOException {
    assertThat(saved("model.zip").classNames()).containsExactly("a", "b");
    assertThat(saved("model.zip").dataArguments()).containsExactly("--data", "letters");
  }

  @Test
  void ofAnotherNameIsNotTheRuns() throws IOException {
    assertThat(saved("mine.zip").classNames()).isEqualTo(List.of());
    assertThat(saved("mine.zip").dataArguments()).isEqualTo(List.of());
  }
}
