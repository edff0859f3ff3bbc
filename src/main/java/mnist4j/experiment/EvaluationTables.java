package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mnist4j.evaluation.ClassMetrics;
import mnist4j.evaluation.ConfusionMatrix;

/** A judgement as tables. */
public final class EvaluationTables {

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

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
