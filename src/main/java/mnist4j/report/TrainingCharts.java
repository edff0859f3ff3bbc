package mnist4j.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.charts.Series;
import mnist4j.charts.SideBySide;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;

/** What a training run came to, epoch by epoch. */
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

  /** {@code accuracy.png}: share of the training and the held-out images classified rightly. */
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
   * share an axis from 0 to 1, which grows only when a loss is larger.
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
   * Two panels on the same scale, as the NumPy document draws them: left the training images, right
   * the held-out ones, accuracy and error of each.
   *
   * @param errorName the error, such as "squared error"
   */
  public static SideBySide panels(String title, String errorName, TrainingHistory history) {
    Axis y = sharedAxis("accuracy (share right), mean error", history);
    return new SideBySide(
        title,
        List.of(
            panel(
                "Training set",
                errorName,
                y,
                history,
                EpochRecord::trainAccuracy,
                EpochRecord::trainLoss),
            panel(
                history.heldOut() == HeldOut.TEST ? "Test set" : "Validation set",
                errorName,
                y,
                history,
                EpochRecord::heldOutAccuracy,
                EpochRecord::heldOutLoss)));
  }

  private static LineChart panel(
      String title,
      String errorName,
      Axis y,
      TrainingHistory history,
      ToDoubleFunction<EpochRecord> accuracy,
      ToDoubleFunction<EpochRecord> error) {
    return new LineChart(
        title,
        Axis.whole("epoch"),
        y,
        List.of(series("accuracy", history, accuracy), series(errorName, history, error)),
        440,
        380);
  }

  private static Axis sharedAxis(String label, TrainingHistory history) {
    double largest =
        history.epochs().stream()
            .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainLoss(), epoch.heldOutLoss()))
            .filter(loss -> loss <= Series.LARGEST)
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
