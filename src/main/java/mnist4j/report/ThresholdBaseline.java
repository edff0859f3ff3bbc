package mnist4j.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import mnist4j.charts.ShareHistogram;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.SettingsException;
import mnist4j.scratch.Threshold;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;

/**
 * The classifier that precedes the perceptron in its course: a threshold on the share of inked
 * pixels separates two digits. It has one parameter and no network, so it writes no zip.
 *
 * @param digits the two digits
 * @param dataset the name of the data set
 * @param classNames those of the two digits
 * @param train labelled 0 and 1
 * @param test labelled 0 and 1
 * @param threshold learnt from the training images
 * @param result the evaluation on the test images
 * @param seconds of training
 */
public record ThresholdBaseline(
    DigitPair digits,
    String dataset,
    List<String> classNames,
    LabelledImages train,
    LabelledImages test,
    Threshold threshold,
    EvaluationResult result,
    double seconds) {

  /** The name on the command line and of the output directory. */
  public static final String NAME = "threshold";

  private static final String LOSS = "share of wrong images";

  /**
   * Learns the threshold on the training images.
   *
   * @param limit number of training images of the pair, the first ones; empty for all
   * @throws SettingsException if there are fewer images than the limit, or none of a digit
   */
  public static ThresholdBaseline learn(ImageData images, DigitPair digits, OptionalInt limit) {
    digits.expectIn(images);
    LabelledImages pair = images.train().onlyDigits(digits.first(), digits.second());
    if (limit.orElse(1) < 1 || limit.orElse(1) > pair.size()) {
      throw new SettingsException(
          "--limit", limit.getAsInt(), "1 to the %d training images".formatted(pair.size()));
    }
    LabelledImages train = pair.first(limit.orElse(pair.size()));
    int[] counts = train.counts(2);
    if (counts[0] == 0 || counts[1] == 0) {
      throw new SettingsException(
          "--limit", limit.getAsInt(), "so many that there is an image of each digit");
    }
    LabelledImages test = images.test().onlyDigits(digits.first(), digits.second());
    long start = System.nanoTime();
    Threshold threshold = Threshold.fit(train);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ThresholdBaseline(
        digits,
        images.name(),
        List.of(images.classNames().get(digits.first()), images.classNames().get(digits.second())),
        train,
        test,
        threshold,
        evaluate(threshold, test),
        seconds);
  }

  /** A threshold answers yes or no, without any output; its loss is the share of wrong images. */
  private static EvaluationResult evaluate(Threshold threshold, LabelledImages test) {
    int[] predicted = threshold.predict(test);
    double[] none = new double[predicted.length];
    Arrays.fill(none, Double.NaN);
    return EvaluationResult.ofPredictions(
            1 - threshold.accuracy(test), 2, test.labels(), predicted, none)
        .withoutProbabilities();
  }

  /**
   * Writes the files of a training but for the zip, and {@code histogram.png}.
   *
   * @throws IOException if a file cannot be written
   */
  public void write(RunReport files) throws IOException {
    Path directory = files.directory();
    EpochRecord only =
        new EpochRecord(
            1,
            1 - threshold.accuracy(train),
            threshold.accuracy(train),
            result.loss(),
            result.accuracy());
    TrainingHistory history = new TrainingHistory(HeldOut.TEST, List.of(only));
    MetricsJson.write(metrics(), directory.resolve(RunReport.METRICS));
    files.writeHistory(history);
    EvaluationReport.write(directory, NAME, test, result, classNames);
    files.drawHistory(NAME, LOSS, history, List.of());
    PngFile.write(
        directory.resolve("histogram.png"),
        new ShareHistogram(
            "Inked pixels of the training images",
            new ShareHistogram.Shares(subject(0), Threshold.inkShares(train, 0)),
            new ShareHistogram.Shares(subject(1), Threshold.inkShares(train, 1)),
            threshold.share()));
  }

  /** A digit, or a class with another name. */
  private String subject(int label) {
    String name = classNames.get(label);
    return ImageData.digits().contains(name) ? "digit " + name : name;
  }

  private Map<String, Object> metrics() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("recipe", NAME);
    metrics.put("epochs", 1);
    metrics.put("batchSize", train.size());
    metrics.put("digits", List.of(digits.first(), digits.second()));
    metrics.put("threshold", threshold.share());
    metrics.put("firstIsInkier", threshold.firstIsInkier());
    metrics.put("parameters", 1);
    metrics.put("backend", "Java");
    metrics.put("threads", 1);
    metrics.put("dataset", dataset);
    metrics.put("trainImages", train.size());
    metrics.put("testImages", test.size());
    metrics.put("trainSeconds", seconds);
    metrics.put("secondsPerEpoch", List.of(seconds));
    metrics.put("trainAccuracy", threshold.accuracy(train));
    metrics.putAll(MetricsJson.evaluation(result));
    metrics.put("document", Map.of("title", "threshold before the perceptron, 0 against 1"));
    return metrics;
  }
}
