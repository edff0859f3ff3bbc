package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.evaluation.EvaluationResult.Prediction;
import mnist4j.report.ThresholdBaseline;
import mnist4j.scratch.Threshold;
import mnist4j.training.TrainingResult;

/** Formats a finished run as lines for the terminal. */
public final class RunSummary {

  private static final int SHOWN = 5;
  private static final int MAX_OUTPUTS = 20;

  private RunSummary() {}

  public static List<String> lines(TrainingResult run, Path directory) {
    EvaluationResult test = run.test();
    List<String> names = run.data().classNames();
    List<Prediction> mistakes = test.mistakes();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: test accuracy %.4f, test loss %.4f, %,d of %,d test images wrong, %.1f s of training",
            run.label(),
            test.accuracy(),
            test.loss(),
            mistakes.size(),
            test.predictions().size(),
            run.trainSeconds()));
    run.restoredEpoch()
        .ifPresent(
            restored ->
                lines.add(
                    "  trained %d epochs; has the parameters of epoch %d, the best on the validation images"
                        .formatted(run.secondsPerEpoch().size(), restored)));
    if (!mistakes.isEmpty()) {
      lines.add("  first wrong: " + some(mistakes, names));
      lines.add("  most confident wrong: " + some(test.mistakesByConfidence(), names));
    }
    lines.add("  " + averages(test));
    lines.add("  test image 0: " + firstOutputs(run, names));
    lines.add("  written to " + directory);
    return lines;
  }

  static List<String> lines(ThresholdBaseline baseline, Path directory) {
    Threshold threshold = baseline.threshold();
    List<String> names = baseline.classNames();
    return List.of(
        String.format(
            Locale.ROOT,
            "threshold: an image is %s if %s %.4f of its pixels are inked, else %s",
            names.get(0),
            threshold.firstIsInkier() ? "at least" : "fewer than",
            threshold.share(),
            names.get(1)),
        String.format(
            Locale.ROOT,
            "threshold: training accuracy %.4f, test accuracy %.4f, %,d of %,d test images wrong",
            threshold.accuracy(baseline.train()),
            baseline.result().accuracy(),
            baseline.result().mistakes().size(),
            baseline.test().size()),
        "  written to " + directory);
  }

  private static String averages(EvaluationResult test) {
    ConfusionMatrix confusion = test.confusion();
    String averages =
        String.format(
            Locale.ROOT,
            "macro precision %.4f, recall %.4f, F1 %.4f",
            confusion.macroPrecision(),
            confusion.macroRecall(),
            confusion.macroF1());
    return averages + test.calibration().map(RunSummary::calibrationError).orElse("");
  }

  private static String calibrationError(Calibration calibration) {
    return String.format(
        Locale.ROOT, ", expected calibration error %.4f", calibration.expectedError());
  }

  private static String some(List<Prediction> mistakes, List<String> names) {
    return mistakes.stream()
        .limit(SHOWN)
        .map(
            mistake ->
                "image %d (true %s, predicted %s)"
                    .formatted(
                        mistake.image(),
                        names.get(mistake.truth()),
                        names.get(mistake.predicted())))
        .collect(Collectors.joining(", "));
  }

  private static String firstOutputs(TrainingResult run, List<String> names) {
    StringBuilder text = new StringBuilder("outputs");
    double[] outputs = run.firstTestOutputs();
    for (int i = 0; i < Math.min(outputs.length, MAX_OUTPUTS); i++) {
      text.append(String.format(Locale.ROOT, " %.4f", outputs[i]));
    }
    text.append(outputs.length > MAX_OUTPUTS ? " …" : "");
    Prediction prediction = run.test().predictions().get(0);
    return text.append(
            ", predicted %s, true %s"
                .formatted(names.get(prediction.predicted()), names.get(prediction.truth())))
        .toString();
  }
}
