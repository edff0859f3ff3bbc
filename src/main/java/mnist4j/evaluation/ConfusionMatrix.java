package mnist4j.evaluation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was predicted for each true class. Rows are the truth, columns the
 * prediction. Immutable.
 *
 * <p>Definitions follow scikit-learn's {@code precision_recall_fscore_support} with {@code labels}
 * set to all classes and {@code zero_division=0}: a ratio whose denominator is zero is 0, and a
 * class that occurs in neither truth nor prediction counts as 0 in the macro averages. DL4J's
 * {@code Evaluation} has the same figures per class, but leaves classes with a zero denominator out
 * of its macro averages, and with two classes calls the second one's F1 the macro F1.
 */
public final class ConfusionMatrix {

  private final int[][] counts;

  private ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts pairs of truth and prediction.
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

  /** Number of classes, which is the number of rows and of columns. */
  public int classes() {
    return counts.length;
  }

  /** Number of images of class {@code truth} that were predicted as class {@code predicted}. */
  public int count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /** A copy of all counts, {@code [classes][classes]}, rows are the truth. */
  public int[][] counts() {
    int[][] copy = new int[classes()][];
    for (int row = 0; row < copy.length; row++) {
      copy[row] = counts[row].clone();
    }
    return copy;
  }

  /** Number of images counted. */
  public int total() {
    return IntStream.range(0, classes()).map(this::support).sum();
  }

  /** Number of images predicted rightly: the sum of the diagonal. */
  public int right() {
    return IntStream.range(0, classes()).map(label -> counts[label][label]).sum();
  }

  /** Share of images predicted rightly, 0 to 1; 0 of no images. */
  public double accuracy() {
    return ratio(right(), total());
  }

  /** Precision, recall, F1 and support of one class. */
  public ClassMetrics metrics(int label) {
    int hits = counts[label][label];
    double precision = ratio(hits, timesPredicted(label));
    double recall = ratio(hits, support(label));
    double f1 = ratio(2.0 * hits, timesPredicted(label) + support(label));
    return new ClassMetrics(label, precision, recall, f1, support(label));
  }

  /** The metrics of every class, in order of the class index. */
  public List<ClassMetrics> perClass() {
    return IntStream.range(0, classes()).mapToObj(this::metrics).toList();
  }

  /** Unweighted mean of the classes' precisions, 0 to 1. */
  public double macroPrecision() {
    return perClass().stream().mapToDouble(ClassMetrics::precision).sum() / classes();
  }

  /** Unweighted mean of the classes' recalls, 0 to 1. */
  public double macroRecall() {
    return perClass().stream().mapToDouble(ClassMetrics::recall).sum() / classes();
  }

  /** Unweighted mean of the classes' F1 values, 0 to 1 (not the F1 of the macro averages). */
  public double macroF1() {
    return perClass().stream().mapToDouble(ClassMetrics::f1).sum() / classes();
  }

  private int support(int label) {
    return IntStream.of(counts[label]).sum();
  }

  private int timesPredicted(int label) {
    return IntStream.range(0, classes()).map(row -> counts[row][label]).sum();
  }

  private static double ratio(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }
}
