package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.charts.CalibrationChart;
import mnist4j.charts.ConfusionChart;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;

/** What a network makes of a test set, as pictures and beside each its figures as a CSV file. */
final class EvaluationReport {

  private final Path directory;
  private final String name;
  private final EvaluationResult result;
  private final List<String> classNames;

  /**
   * Takes a judgement.
   *
   * @param name whose it is, for the titles
   * @param classNames a name per class
   */
  EvaluationReport(Path directory, String name, EvaluationResult result, List<String> classNames) {
    this.directory = directory;
    this.name = name;
    this.result = result;
    this.classNames = List.copyOf(classNames);
  }

  /**
   * Writes all files.
   *
   * @param test the images that were judged
   * @throws IOException if a file cannot be written; those before it then still stand
   */
  void write(LabelledImages test) throws IOException {
    PngFile.write(
        directory.resolve("misclassified.png"),
        PredictionGrids.misclassified(name, test, result.mistakes(), classNames));
    PngFile.write(
        directory.resolve("predictions.png"),
        PredictionGrids.first(name, test, result.predictions(), classNames));
    PngFile.write(
        directory.resolve("confusion.png"),
        new ConfusionChart(name + ": confusion matrix", result.confusion(), classNames));
    confusion().write(directory.resolve("confusion.csv"));
    perClass().write(directory.resolve("per-class.csv"));
    PngFile.write(
        directory.resolve("confident-mistakes.png"),
        PredictionGrids.confidentMistakes(name, test, result, classNames));
    mistakes().write(directory.resolve("mistakes.csv"));
    writeCalibration();
  }

  /** Without a calibration, that of an earlier network does not stay behind. */
  private void writeCalibration() throws IOException {
    Path picture = directory.resolve("calibration.png");
    Path figures = directory.resolve("calibration.csv");
    Optional<Calibration> calibration = result.calibration();
    if (calibration.isEmpty()) {
      Files.deleteIfExists(picture);
      Files.deleteIfExists(figures);
      return;
    }
    PngFile.write(picture, new CalibrationChart(name + ": calibration", calibration.get()));
    calibration(calibration.get()).write(figures);
  }

  /** A row per true class, a column per predicted one. */
  private Csv confusion() {
    ConfusionMatrix matrix = result.confusion();
    List<String> header = new ArrayList<>(List.of("true"));
    header.addAll(classNames);
    List<List<Object>> rows = new ArrayList<>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      List<Object> row = new ArrayList<>(List.of(classNames.get(truth)));
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.add(matrix.count(truth, predicted));
      }
      rows.add(row);
    }
    return new Csv(header, rows);
  }

  private Csv perClass() {
    return new Csv(
        List.of("class", "precision", "recall", "f1", "images"),
        result.confusion().perClass().stream()
            .map(
                metrics ->
                    List.<Object>of(
                        classNames.get(metrics.label()),
                        metrics.precision(),
                        metrics.recall(),
                        metrics.f1(),
                        metrics.support()))
            .toList());
  }

  /** Every mistake, the most confident first. */
  private Csv mistakes() {
    return new Csv(
        List.of("image", "true", "predicted", "confidence"),
        result.mistakesByConfidence().stream()
            .map(
                mistake ->
                    List.<Object>of(
                        mistake.image(),
                        classNames.get(mistake.truth()),
                        classNames.get(mistake.predicted()),
                        mistake.confidence()))
            .toList());
  }

  private static Csv calibration(Calibration calibration) {
    return new Csv(
        List.of("from", "to", "images", "mean_confidence", "accuracy"),
        calibration.bins().stream()
            .map(
                bin ->
                    List.<Object>of(
                        bin.from(), bin.to(), bin.count(), bin.meanConfidence(), bin.accuracy()))
            .toList());
  }
}
