package mnist4j.report;

import java.io.IOException;
import java.nio.file.Path;
import mnist4j.training.TrainingRun;

/** The pictures that only one document shows of its training. */
final class DocumentCharts {

  private DocumentCharts() {}

  /**
   * Draws {@code curves.png}, the perceptron's four curves in one chart, or {@code panels.png}, the
   * NumPy network's training set beside its test set.
   *
   * @throws IOException if the file cannot be written
   */
  static void write(TrainingRun run, Path directory) throws IOException {
    String loss = run.recipe().lossName();
    switch (run.recipe().name()) {
      case "perceptron" ->
          PngFile.write(
              directory.resolve("curves.png"),
              TrainingCharts.lossAndAccuracy("perceptron: loss and accuracy", loss, run.history()));
      case "numpy-mlp" ->
          PngFile.write(
              directory.resolve("panels.png"),
              TrainingCharts.panels("numpy-mlp: accuracy and error", loss, run.history()));
      default -> {}
    }
  }
}
