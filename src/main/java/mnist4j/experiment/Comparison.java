package mnist4j.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import mnist4j.charts.Series;
import mnist4j.report.Table;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory.HeldOut;

/**
 * Variants with what their runs came to, and tables and lines of them.
 *
 * @param what they differ in, such as "learning rate"
 * @param variants in the order of tables and legends, at least one
 * @param figures as many, in the same order
 */
record Comparison(String what, List<Variant> variants, List<RunFigures> figures) {

  private static final List<String> COLUMNS =
      List.of(
          "parameters",
          "training accuracy",
          "test accuracy",
          "gap",
          "training loss",
          "test loss",
          "seconds");

  /** Trains what is not trained yet. */
  static Comparison of(
      String what, List<Variant> variants, Conditions conditions, FinishedRuns runs)
      throws IOException {
    return new Comparison(what, variants, runs.results(MnistRun.of(what, variants, conditions)));
  }

  /** A row per variant as a person reads it. */
  Table table() {
    return table("%.4f", "%.1f");
  }

  /** The same in full precision. */
  Table exact() {
    return table("%s", "%s");
  }

  private Table table(String share, String seconds) {
    List<String> headings = new ArrayList<>(List.of(what));
    headings.addAll(COLUMNS);
    if (heldOut() == HeldOut.VALIDATION) {
      headings.add(3, "validation accuracy");
    }
    return new Table(
        headings,
        1,
        IntStream.range(0, variants.size())
            .mapToObj(i -> row(variants.get(i), figures.get(i), share, seconds))
            .toList());
  }

  private static List<String> row(Variant variant, RunFigures run, String share, String seconds) {
    List<String> row =
        new ArrayList<>(
            List.of(
                variant.value(),
                Long.toString(run.parameters()),
                format(share, run.train().accuracy()),
                format(share, run.test().accuracy()),
                format(share.replace("%.", "%+."), run.gap()),
                format(share, run.train().loss()),
                format(share, run.test().loss()),
                format(seconds, run.seconds())));
    if (run.history().heldOut() == HeldOut.VALIDATION) {
      row.add(3, format(share, run.lastEpoch().heldOutAccuracy()));
    }
    return row;
  }

  /** A row per variant and epoch, in full precision. */
  Table epochs() {
    String heldOut = heldOut().columnPrefix();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      for (EpochRecord epoch : figures.get(i).history().epochs()) {
        rows.add(
            List.of(
                variants.get(i).value(),
                Integer.toString(epoch.epoch()),
                Double.toString(epoch.trainLoss()),
                Double.toString(epoch.trainAccuracy()),
                Double.toString(epoch.heldOutLoss()),
                Double.toString(epoch.heldOutAccuracy())));
      }
    }
    return new Table(
        List.of(
            what,
            "epoch",
            "train_loss",
            "train_accuracy",
            heldOut + "_loss",
            heldOut + "_accuracy"),
        1,
        rows);
  }

  /** A line per variant, a point per epoch. */
  List<Series> curves(ToDoubleFunction<EpochRecord> value) {
    return IntStream.range(0, variants.size())
        .mapToObj(i -> curve(variants.get(i).value(), figures.get(i), value))
        .toList();
  }

  /** One run's line, a point per epoch. */
  static Series curve(String name, RunFigures run, ToDoubleFunction<EpochRecord> value) {
    List<EpochRecord> epochs = run.history().epochs();
    return new Series(
        name,
        epochs.stream().mapToDouble(EpochRecord::epoch).toArray(),
        epochs.stream().mapToDouble(value).toArray());
  }

  /** One line, a point per variant; for variants whose values are numbers. */
  Series line(String name, ToDoubleFunction<RunFigures> value) {
    return new Series(
        name,
        variants.stream().mapToDouble(variant -> Double.parseDouble(variant.value())).toArray(),
        figures.stream().mapToDouble(value).toArray());
  }

  private HeldOut heldOut() {
    return figures.get(0).history().heldOut();
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
