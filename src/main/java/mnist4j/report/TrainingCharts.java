package mnist4j.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import mnist4j.charts.Axis;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;

/** Charts of a training run, epoch by epoch. */
public final class TrainingCharts {

  private static final String TRAINING = "training";

  private TrainingCharts() {}

  /**
   * {@code loss.png}: mean loss of the training and the held-out images.
   *
   * @param title what was trained
   * @param lossName the loss and its unit, such as "cross-entropy"
   */
  public static LineChart loss(String title, String lossName, TrainingHistory history) {
    return new LineChart(
        title,
        Axis.whole("epoch"),
        Axis.value("mean loss (%s)".formatted(lossName)),
        List.of(
            series(TRAINING, history, EpochRecord::trainLoss),
            series(heldOut(history), history, EpochRecord::heldOutLoss)));
  }

  /** {@code accuracy.png}: accuracy on the training and the held-out images. */
  public static LineChart accuracy(String title, TrainingHistory history) {
    return new LineChart(
        title,
        Axis.whole("epoch"),
        Axis.percent("accuracy (%)"),
        List.of(
            series(TRAINING, history, EpochRecord::trainAccuracy),
            series(heldOut(history), history, EpochRecord::heldOutAccuracy)));
  }

  /**
   * Both losses and both accuracies in one chart, as the perceptron's document draws them. All four
   * share an axis from 0 to 1, or to the largest loss above 1.
   *
   * @param lossName the loss, such as "mean squared error"
   */
  public static LineChart lossAndAccuracy(String title, String lossName, TrainingHistory history) {
    String heldOut = heldOut(history);
    return new LineChart(
        title,
        Axis.whole("epoch"),
        sharedAxis("%s, accuracy (share right)".formatted(lossName), history),
        List.of(
            series(TRAINING + " loss", history, EpochRecord::trainLoss),
            series(heldOut + " loss", history, EpochRecord::heldOutLoss),
            series(TRAINING + " accuracy", history, EpochRecord::trainAccuracy),
            series(heldOut + " accuracy", history, EpochRecord::heldOutAccuracy)));
  }

  /**
   * Accuracy and error in two panels on the same scale, as the NumPy document draws them: the
   * training images at the left, the held-out ones at the right.
   *
   * @param errorName the error, such as "squared error"
   */
  public static FigureLayout panels(String title, String errorName, TrainingHistory history) {
    Axis y = sharedAxis("accuracy (share right), mean error", history);
    return FigureLayout.row(
        title,
        List.of(
            panel(
                "Training set",
                y,
                series("accuracy", history, EpochRecord::trainAccuracy),
                series(errorName, history, EpochRecord::trainLoss)),
            panel(
                history.heldOut() == HeldOut.TEST ? "Test set" : "Validation set",
                y,
                series("accuracy", history, EpochRecord::heldOutAccuracy),
                series(errorName, history, EpochRecord::heldOutLoss))));
  }

  private static LineChart panel(String title, Axis y, Series... series) {
    return new LineChart(title, Axis.whole("epoch"), y, List.of(series), 440, 380);
  }

  private static Axis sharedAxis(String label, TrainingHistory history) {
    double largest =
        history.epochs().stream()
            .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainLoss(), epoch.heldOutLoss()))
            .filter(loss -> loss <= Series.MAX_VALUE)
            .max()
            .orElse(1);
    return Axis.fixed(label, 0, Math.max(1, largest));
  }

  private static Series series(
      String name, TrainingHistory history, ToDoubleFunction<EpochRecord> value) {
    return new Series(
        name,
        history.epochs().stream().mapToDouble(EpochRecord::epoch).toArray(),
        history.epochs().stream().mapToDouble(value).toArray());
  }

  private static String heldOut(TrainingHistory history) {
    return history.heldOut() == HeldOut.TEST ? "test" : "validation";
  }
}
