package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.Engine;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import mnist4j.training.TrainingResult;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A reproduction")
class ReproductionTest {

  /** A training evaluated on ten test images, {@code right} of them classified correctly. */
  private static TrainingResult run(String name, Engine engine, int right) {
    Backend.start(OptionalInt.empty());
    Recipe recipe = Recipes.named(name).orElseThrow();
    Settings settings = recipe.defaults();
    RecipeData data = recipe.prepare(ImageData.bundled(), settings);
    int[] truth = new int[10];
    int[] predicted = new int[10];
    for (int i = right; i < 10; i++) {
      predicted[i] = 1;
    }
    return new TrainingResult(
        recipe,
        engine,
        settings,
        "MNIST",
        true,
        data,
        new MultiLayerNetwork(recipe.network(settings, ImageSize.MNIST, 10)),
        new TrainingHistory(
            HeldOut.TEST, List.of(new EpochRecord(recipe.firstEpoch(), 0.2, 0.9233, 0.1, 0.9))),
        EvaluationResult.ofPredictions(0.0791, 10, truth, predicted, new double[10]),
        List.of(1.25, 2.0));
  }

  private static void add(Reproduction reproduction, TrainingResult run, Path directory) {
    reproduction.add(run.recipe(), FinishedRun.of(run, Map.of()), directory);
  }

  @Test
  @DisplayName("has a line per run, with the difference to the document")
  void table() {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("numpy-mlp", Engine.DL4J, 8), Path.of("models", "numpy-mlp"));
    add(
        reproduction,
        run("numpy-mlp", Engine.SCRATCH, 7),
        Path.of("models", "numpy-mlp", "scratch"));
    add(reproduction, run("mlp-64", Engine.DL4J, 9), Path.of("models", "mlp-64"));
    assertThat(reproduction.table().lines())
        .containsExactly(
            "| recipe             | test accuracy in the document |   ours | difference | seconds |",
            "|:-------------------|------------------------------:|-------:|-----------:|--------:|",
            "| numpy-mlp          |                        0.7840 | 0.8000 |    +0.0160 |     3.3 |",
            "| numpy-mlp, by hand |                        0.7840 | 0.7000 |    -0.0840 |     3.3 |",
            "| mlp-64             |                             – | 0.9000 |          – |     3.3 |");
  }

  @Test
  @DisplayName("links the charts that a document has of its own")
  void chartsOfTheDocument(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("numpy-mlp", Engine.DL4J, 8), directory.resolve("numpy-mlp"));
    add(reproduction, run("perceptron", Engine.DL4J, 8), directory.resolve("perceptron"));
    assertThat(reproduction.writeReport(directory.resolve("report.md")))
        .content()
        .contains("![panels](numpy-mlp/panels.png)", "![curves](perceptron/curves.png)")
        .doesNotContain("numpy-mlp/curves.png", "perceptron/panels.png");
  }

  @Test
  @DisplayName("reports the document's other figures and links the charts")
  void report(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("mlp-512", Engine.DL4J, 9), directory.resolve("mlp-512"));
    Path report = reproduction.writeReport(directory.resolve("report.md"));
    assertThat(Files.readAllLines(report))
        .contains(
            "## mlp-512: Deep Learning with Python, chapter 2",
            "| test loss               |   0.0691 | 0.0791 |    +0.0100 |",
            "| train accuracy, epoch 1 |   0.9231 | 0.9233 |    +0.0002 |",
            "![accuracy](mlp-512/accuracy.png)",
            "![confusion](mlp-512/confusion.png)",
            "![confident-mistakes](mlp-512/confident-mistakes.png)",
            "![calibration](mlp-512/calibration.png)")
        .containsAll(reproduction.table().lines());
  }

  @Test
  @DisplayName("compares each column of a document's table")
  void wholeTable(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("numpy-mlp", Engine.SCRATCH, 8), directory.resolve("numpy-mlp"));
    assertThat(Files.readAllLines(reproduction.writeReport(directory.resolve("report.md"))))
        .contains(
            "| train accuracy, epoch 0 |   0.3970 | 0.9233 |    +0.5263 |",
            "| train loss, epoch 0     |   0.8980 | 0.2000 |    -0.6980 |",
            "| test loss, epoch 0      |   0.6800 | 0.1000 |    -0.5800 |",
            "| test accuracy, epoch 0  |   0.5820 | 0.9000 |    +0.3180 |");
  }

  @Test
  @DisplayName("compares the validation accuracy where the document prints it")
  void validation(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("cnn", Engine.DL4J, 9), directory.resolve("cnn"));
    assertThat(Files.readString(reproduction.writeReport(directory.resolve("report.md"))))
        .isEqualTo(
            """
            # The documents' figures and ours

            Data set: MNIST, first 1,000, 1,000 training and 1,000 test images.

            | recipe | test accuracy in the document |   ours | difference | seconds |
            |:-------|------------------------------:|-------:|-----------:|--------:|
            | cnn    |                        0.9900 | 0.9000 |    -0.0900 |     3.3 |

            ## cnn: Keras CNN tutorial

            | figure                       | document |   ours | difference |
            |:-----------------------------|---------:|-------:|-----------:|
            | validation accuracy, epoch 1 |   0.9808 | 0.9000 |    -0.0808 |

            ![accuracy](cnn/accuracy.png)
            ![loss](cnn/loss.png)
            ![predictions](cnn/predictions.png)
            ![misclassified](cnn/misclassified.png)
            ![confident-mistakes](cnn/confident-mistakes.png)
            ![confusion](cnn/confusion.png)
            ![calibration](cnn/calibration.png)
            """);
  }

  private static ImageData named(String name) {
    ImageData mnist = ImageData.bundled();
    return new ImageData(name, mnist.train(), mnist.test(), mnist.classNames(), true);
  }

  @Test
  @DisplayName("says so where the data set is not the documents'")
  void otherData(@TempDir Path directory) throws IOException {
    ImageData mnist = ImageData.bundled();
    Reproduction reproduction = new Reproduction(named("letters"));
    assertThat(reproduction.otherData())
        .contains("The documents' figures are of MNIST, ours of letters.");
    assertThat(Files.readAllLines(reproduction.writeReport(directory.resolve("report.md"))))
        .contains(
            "Data set: letters, 1,000 training and 1,000 test images.",
            "The documents' figures are of MNIST, ours of letters.");
    assertThat(new Reproduction(named("MNIST-M")).otherData())
        .contains("The documents' figures are of MNIST, ours of MNIST-M.");
    assertThat(new Reproduction(named("MNIST")).otherData()).isEmpty();
    assertThat(new Reproduction(mnist).otherData()).isEmpty();
  }

  @Test
  @DisplayName("refuses, before a training, a place where no file can be")
  void place(@TempDir Path directory) throws IOException {
    Path report = Files.createDirectory(directory.resolve("report.md"));
    assertThatIOException().isThrownBy(() -> Reproduction.requireOwn(report));
  }

  @Test
  @DisplayName("has no figure of an epoch that was not trained")
  void fewerEpochs(@TempDir Path directory) throws IOException {
    Reproduction reproduction = new Reproduction(ImageData.bundled());
    add(reproduction, run("mlp-512", Engine.DL4J, 9), directory.resolve("mlp-512"));
    Path report = reproduction.writeReport(directory.resolve("report.md"));
    assertThat(Files.readString(report)).doesNotContain("epoch 2");
  }

  @Test
  @DisplayName("has a scratch twin of every recipe whose document has one")
  void engines() {
    assertThat(
            Recipes.all().stream()
                .filter(recipe -> Engine.of(recipe).contains(Engine.SCRATCH))
                .map(Recipe::name))
        .containsExactly("numpy-mlp", "perceptron");
    assertThat(Optional.of(Engine.of(Recipes.named("cnn").orElseThrow())))
        .contains(List.of(Engine.DL4J));
  }
}
