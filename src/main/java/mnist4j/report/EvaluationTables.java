package mnist4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.ConfusionMatrix.ClassMetrics;
import mnist4j.evaluation.EvaluationResult;

/** A judgement as tables. */
public final class EvaluationTables {

  private static final String EMPTY = "–";

  private EvaluationTables() {}

  /** Precision, recall, F1 and images per class, and their macro averages. */
  public static Table metrics(ConfusionMatrix matrix, List<String> classNames) {
    List<List<String>> rows = new ArrayList<>();
    for (ClassMetrics metrics : matrix.perClass()) {
      rows.add(
          List.of(
              classNames.get(metrics.label()),
              share(metrics.precision()),
              share(metrics.recall()),
              share(metrics.f1()),
              Integer.toString(metrics.support())));
    }
    rows.add(
        List.of(
            "macro average",
            share(matrix.macroPrecision()),
            share(matrix.macroRecall()),
            share(matrix.macroF1()),
            Integer.toString(matrix.total())));
    return new Table(List.of("class", "precision", "recall", "F1", "images"), 1, rows);
  }

  /** How many images of each class, a row, were predicted as each class, a column. */
  public static Table confusion(ConfusionMatrix matrix, List<String> classNames) {
    List<String> headings = new ArrayList<>(List.of("true \\ predicted"));
    headings.addAll(classNames);
    List<List<String>> rows = new ArrayList<>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      List<String> row = new ArrayList<>(List.of(classNames.get(truth)));
      int current = truth;
      IntStream.range(0, matrix.classes())
          .forEach(predicted -> row.add(Integer.toString(matrix.count(current, predicted))));
      rows.add(row);
    }
    return new Table(headings, 1, rows);
  }

  /**
   * Images, mean confidence and accuracy of each bin; a dash for what an empty bin does not have.
   */
  public static Table calibration(Calibration calibration) {
    return new Table(
        List.of("confidence", "images", "mean confidence", "accuracy"),
        1,
        calibration.bins().stream()
            .map(
                bin ->
                    List.of(
                        String.format(Locale.ROOT, "%.1f to %.1f", bin.from(), bin.to()),
                        Integer.toString(bin.count()),
                        bin.count() == 0 ? EMPTY : share(bin.meanConfidence()),
                        bin.count() == 0 ? EMPTY : share(bin.accuracy())))
            .toList());
  }

  /**
   * The wrong predictions that the network was surest of, surest first, with its output for what it
   * predicted.
   *
   * @param most how many at most
   */
  public static Table confidentMistakes(
      EvaluationResult result, int most, List<String> classNames) {
    return new Table(
        List.of("true", "predicted", result.probabilities() ? "confidence" : "output", "image"),
        2,
        result.mistakesByConfidence().stream()
            .limit(most)
            .map(
                mistake ->
                    List.of(
                        classNames.get(mistake.truth()),
                        classNames.get(mistake.predicted()),
                        share(mistake.confidence()),
                        Integer.toString(mistake.image())))
            .toList());
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
