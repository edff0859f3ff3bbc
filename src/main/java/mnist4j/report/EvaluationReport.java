package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mnist4j.charts.CalibrationChart;
import mnist4j.charts.ConfusionChart;
import mnist4j.charts.Figure;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;

/** An evaluation as tables and as files: charts, and their figures as CSV. */
public final class EvaluationReport {

  private static final String CONFIDENT_MISTAKES = "confident-mistakes.png";

  private EvaluationReport() {}

  /**
   * Writes all files, tables before charts, which need fonts.
   *
   * @param name of the network, for the titles
   * @param test the images that the network was evaluated on
   * @param classNames a name per class
   * @throws IOException if a file cannot be written; those before it then still stand
   */
  public static void write(
      Path directory,
      String name,
      LabelledImages test,
      EvaluationResult result,
      List<String> classNames)
      throws IOException {
    confusion("true", result.confusion(), classNames).write(directory.resolve("confusion.csv"));
    perClass("f1", result.confusion(), classNames).write(directory.resolve("per-class.csv"));
    mistakes(result, classNames).write(directory.resolve("mistakes.csv"));
    Map<String, Figure> figures = new LinkedHashMap<>();
    addCalibration(directory, name, result.calibration(), figures);
    figures.put(
        "misclassified.png",
        PredictionGrids.misclassified(name, test, result.mistakes(), classNames));
    figures.put(
        "predictions.png", PredictionGrids.first(name, test, result.predictions(), classNames));
    figures.put(
        "confusion.png",
        new ConfusionChart(name + ": confusion matrix", result.confusion(), classNames));
    if (result.hasConfidences()) {
      figures.put(
          CONFIDENT_MISTAKES, PredictionGrids.confidentMistakes(name, test, result, classNames));
    } else {
      Files.deleteIfExists(directory.resolve(CONFIDENT_MISTAKES));
    }
    PngFile.writeAll(directory, figures);
  }

  /** Without a calibration, the files of an earlier network are removed. */
  private static void addCalibration(
      Path directory, String name, Optional<Calibration> calibration, Map<String, Figure> figures)
      throws IOException {
    Path bins = directory.resolve("calibration.csv");
    if (calibration.isEmpty()) {
      Files.deleteIfExists(directory.resolve("calibration.png"));
      Files.deleteIfExists(bins);
      return;
    }
    bins(calibration.get()).write(bins);
    figures.put("calibration.png", new CalibrationChart(name + ": calibration", calibration.get()));
  }

  /** Precision, recall, F1 and images per class, and their macro averages. */
  public static Table metrics(ConfusionMatrix matrix, List<String> classNames) {
    Table perClass = perClass("F1", matrix, classNames);
    List<List<?>> rows = new ArrayList<>(perClass.rows());
    rows.add(
        List.of(
            "macro average",
            matrix.macroPrecision(),
            matrix.macroRecall(),
            matrix.macroF1(),
            matrix.total()));
    return new Table(perClass.headings(), 1, rows);
  }

  private static Table perClass(String f1, ConfusionMatrix matrix, List<String> classNames) {
    return new Table(
        List.of("class", "precision", "recall", f1, "images"),
        1,
        matrix.perClass().stream()
            .map(
                metrics ->
                    List.of(
                        classNames.get(metrics.label()),
                        metrics.precision(),
                        metrics.recall(),
                        metrics.f1(),
                        metrics.support()))
            .toList());
  }

  /**
   * The most frequent mistakes, most frequent first: true class, predicted class, images.
   *
   * @param most their largest number
   */
  public static Table confusions(ConfusionMatrix matrix, int most, List<String> classNames) {
    List<List<?>> rows = new ArrayList<>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        if (truth != predicted && matrix.count(truth, predicted) > 0) {
          rows.add(
              List.of(
                  classNames.get(truth),
                  classNames.get(predicted),
                  matrix.count(truth, predicted)));
        }
      }
    }
    rows.sort(Comparator.comparing(row -> -(int) row.get(2)));
    return new Table(
        List.of("true", "predicted", "images"), 2, rows.subList(0, Math.min(most, rows.size())));
  }

  /** The number of images of each true class, a row, predicted as each class, a column. */
  public static Table confusion(ConfusionMatrix matrix, List<String> classNames) {
    return confusion("true \\ predicted", matrix, classNames);
  }

  private static Table confusion(String corner, ConfusionMatrix matrix, List<String> classNames) {
    List<String> headings = new ArrayList<>(List.of(corner));
    headings.addAll(classNames);
    List<List<Object>> rows = new ArrayList<>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      List<Object> row = new ArrayList<>(List.of(classNames.get(truth)));
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.add(matrix.count(truth, predicted));
      }
      rows.add(row);
    }
    return new Table(headings, 1, rows);
  }

  /** Images, mean confidence and accuracy of each bin. */
  public static Table calibration(Calibration calibration) {
    return new Table(
        List.of("confidence", "images", "mean confidence", "accuracy"),
        1,
        bins(calibration).rows().stream()
            .map(
                bin ->
                    List.of(
                        String.format(Locale.ROOT, "%.1f to %.1f", bin.get(0), bin.get(1)),
                        bin.get(2),
                        bin.get(3),
                        bin.get(4)))
            .toList());
  }

  private static Table bins(Calibration calibration) {
    return new Table(
        List.of("from", "to", "images", "mean_confidence", "accuracy"),
        0,
        calibration.bins().stream()
            .map(
                bin ->
                    List.of(
                        bin.from(), bin.to(), bin.count(), bin.meanConfidence(), bin.accuracy()))
            .toList());
  }

  /**
   * The wrong predictions with the largest outputs, largest first.
   *
   * @param most their largest number
   */
  public static Table confidentMistakes(
      EvaluationResult result, int most, List<String> classNames) {
    return new Table(
        List.of("true", "predicted", result.probabilities() ? "confidence" : "output", "image"),
        2,
        mistakes(result, classNames).rows().stream()
            .limit(most)
            .map(row -> List.of(row.get(1), row.get(2), row.get(3), row.get(0)))
            .toList());
  }

  /** Every wrong prediction, the most confident first. */
  private static Table mistakes(EvaluationResult result, List<String> classNames) {
    return new Table(
        List.of("image", "true", "predicted", "confidence"),
        0,
        result.mistakesByConfidence().stream()
            .map(
                mistake ->
                    List.of(
                        mistake.image(),
                        classNames.get(mistake.truth()),
                        classNames.get(mistake.predicted()),
                        mistake.confidence()))
            .toList());
  }
}
