package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.report.EvaluationReport;
import mnist4j.report.Table;

/** Formats the result of {@code evaluate} as lines for the terminal. */
final class EvaluationSummary {

  private static final int MISTAKES = 5;
  private static final int CONFUSIONS = 20;

  /** A wider matrix does not fit a terminal. */
  private static final int MAX_COLUMNS = 20;

  private EvaluationSummary() {}

  static List<String> lines(EvaluationResult result, List<String> classNames, Path directory) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "accuracy %.4f, loss %.4f, %,d of %,d test images wrong",
            result.accuracy(),
            result.loss(),
            result.mistakes().size(),
            result.predictions().size()));
    add(lines, EvaluationReport.metrics(result.confusion(), classNames));
    addAbsent(lines, result, classNames);
    if (classNames.size() <= MAX_COLUMNS) {
      add(lines, EvaluationReport.confusion(result.confusion(), classNames));
    } else {
      lines.add("");
      lines.add("most frequent mistakes, the whole matrix is in confusion.csv");
      add(lines, EvaluationReport.confusions(result.confusion(), CONFUSIONS, classNames));
    }
    addCalibration(lines, result);
    addMistakes(lines, result, classNames);
    lines.add("");
    lines.add("written to " + directory);
    return lines;
  }

  private static void addAbsent(
      List<String> lines, EvaluationResult result, List<String> classNames) {
    List<String> absent = result.confusion().absent(classNames);
    if (!absent.isEmpty()) {
      lines.add("");
      lines.add("no test images of " + String.join(", ", absent));
    }
  }

  private static void addCalibration(List<String> lines, EvaluationResult result) {
    result.calibration().ifPresent(found -> add(lines, EvaluationReport.calibration(found)));
    lines.add("");
    lines.add(
        result
            .calibration()
            .map(
                found ->
                    String.format(
                        Locale.ROOT, "expected calibration error %.4f", found.expectedError()))
            .orElse("no calibration, since the network's outputs are no probabilities"));
  }

  private static void addMistakes(
      List<String> lines, EvaluationResult result, List<String> classNames) {
    Table mistakes = EvaluationReport.confidentMistakes(result, MISTAKES, classNames);
    if (!mistakes.rows().isEmpty()) {
      lines.add("");
      lines.add("most confident mistakes");
      add(lines, mistakes);
    }
  }

  private static void add(List<String> lines, Table table) {
    lines.add("");
    lines.addAll(table.lines());
  }
}
