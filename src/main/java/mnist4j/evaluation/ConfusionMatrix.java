package mnist4j.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The number of images per true class (rows) and predicted class (columns). Immutable.
 *
 * <p>Definitions follow scikit-learn's {@code precision_recall_fscore_support} with {@code
 * zero_division=0}: a ratio whose denominator is zero is 0, and the macro averages are over the
 * classes that occur in truth or prediction. DL4J's {@code Evaluation} has the same figures per
 * class, but leaves every class with a zero denominator out of its macro averages, and with two
 * classes returns the second one's F1 as macro F1.
 */
public final class ConfusionMatrix {

  private final int[][] counts;

  /**
   * Metrics of one class against all others. A ratio whose denominator is zero is 0, as in
   * scikit-learn: precision of a class never predicted, recall of a class that does not occur, F1
   * where precision and recall are both 0.
   *
   * @param label class index, from 0
   * @param precision fraction of the images predicted as this class that belong to it, 0 to 1
   * @param recall fraction of the images of this class that are predicted as it, 0 to 1
   * @param f1 harmonic mean of precision and recall, 0 to 1
   * @param support number of images of this class
   */
  public record ClassMetrics(int label, double precision, double recall, double f1, int support) {}

  private ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts pairs of true and predicted classes.
   *
   * @param truth true class indices, {@code [n]}, each 0 to {@code classes - 1}
   * @param predicted predicted class indices, {@code [n]}, in the same order and range
   * @param classes number of classes, at least 1
   * @throws IllegalArgumentException if the lengths differ or an index is out of range
   */
  public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("a confusion matrix of %d classes".formatted(classes));
    }
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "%d true classes but %d predicted ones".formatted(truth.length, predicted.length));
    }
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      counts[checked(truth[i], "true", i, classes)][
          checked(predicted[i], "predicted", i, classes)]++;
    }
    return new ConfusionMatrix(counts);
  }

  private static int checked(int label, String which, int position, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "%s class %d at position %d is not within 0 to %d"
              .formatted(which, label, position, classes - 1));
    }
    return label;
  }

  /** Number of classes, rows and columns. */
  public int classes() {
    return counts.length;
  }

  /** Number of images of class {@code truth} that were predicted as class {@code predicted}. */
  public int count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** A copy of all counts, {@code [classes][classes]}, rows are the truth. */
  public int[][] counts() {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }

  /** Number of images counted. */
  public int total() {
    return IntStream.range(0, classes()).map(this::support).sum();
  }

  /** Number of images classified correctly: the sum of the diagonal. */
  public int correct() {
    return IntStream.range(0, classes()).map(label -> counts[label][label]).sum();
  }

  /** Fraction of images classified correctly, 0 to 1; 0 if there are no images. */
  public double accuracy() {
    return ratio(correct(), total());
  }

  /** Precision, recall, F1 and support of one class. */
  public ClassMetrics metrics(int label) {
    int hits = counts[label][label];
    double precision = ratio(hits, predictedCount(label));
    double recall = ratio(hits, support(label));
    double f1 = ratio(2.0 * hits, predictedCount(label) + support(label));
    return new ClassMetrics(label, precision, recall, f1, support(label));
  }

  /** The metrics of every class, in order of the class index. */
  public List<ClassMetrics> perClass() {
    return IntStream.range(0, classes()).mapToObj(this::metrics).toList();
  }

  /**
   * The names of the classes that no image shows.
   *
   * @param classNames one per class
   */
  public List<String> absent(List<String> classNames) {
    return IntStream.range(0, classes())
        .filter(label -> support(label) == 0)
        .mapToObj(classNames::get)
        .toList();
  }

  /** Unweighted mean of the precisions of the classes that occur, 0 to 1. */
  public double macroPrecision() {
    return mean(ClassMetrics::precision);
  }

  /** Unweighted mean of the recalls of the classes that occur, 0 to 1. */
  public double macroRecall() {
    return mean(ClassMetrics::recall);
  }

  /**
   * Unweighted mean of the F1 values of the classes that occur, 0 to 1 (not the F1 of the macro
   * averages).
   */
  public double macroF1() {
    return mean(ClassMetrics::f1);
  }

  private double mean(ToDoubleFunction<ClassMetrics> metric) {
    return perClass().stream()
        .filter(metrics -> metrics.support() + predictedCount(metrics.label()) > 0)
        .mapToDouble(metric)
        .average()
        .orElse(0);
  }

  private int support(int label) {
    return IntStream.of(counts[label]).sum();
  }

  private int predictedCount(int label) {
    return IntStream.range(0, classes()).map(row -> counts[row][label]).sum();
  }

  private static double ratio(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }
}
