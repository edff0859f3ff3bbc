import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Classification;
import mnist4j.report.PngFile;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;
import mnist4j.training.OutlierDetector;

/**
 * Measures the outlier detector on images that it was not trained on, and draws how many outliers
 * pass against how many digits it calls none.
 *
 * <pre>
 * java -cp target/outliers:target/mnist4j.jar DetectorCurve MNIST FASHION-MNIST docs/images/outliers.png
 * </pre>
 */
final class DetectorCurve {

  private static final int PER_KIND = 1_000;

  /** Another one than that of training. */
  private static final long SEED = 1_000_000;

  /** The chart's right end: more false alarms are too many. */
  private static final double MOST_FALSE = 0.005;

  private DetectorCurve() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("expected MNIST-DIRECTORY FASHION-MNIST-DIRECTORY PNG");
      System.exit(2);
    }
    LabelledImages digits = read(arguments[0]);
    LabelledImages clothes = read(arguments[1]);
    List<byte[]> test = Outliers.bytes(digits);
    Map<String, List<byte[]>> outliers = new LinkedHashMap<>();
    outliers.put("Fashion-MNIST", Outliers.prepared(clothes));
    outliers.putAll(new Outliers(digits, PER_KIND).byKind(SEED));
    printTable(test, outliers, clothes.size());
    Classifier best =
        new Classifier(ModelFile.pretrained("cnn-best").orElseThrow(), ImageData.digits());
    List<LineChart.Series> lines = new ArrayList<>();
    for (String kind : List.of("Fashion-MNIST", "letters", "scribbles")) {
      lines.add(curve(kind, test, outliers.get(kind), OutlierDetector::outlierProbability));
    }
    lines.add(
        curve(
            "Fashion-MNIST, by the probability of cnn-best",
            test,
            outliers.get("Fashion-MNIST"),
            image -> 1 - probability(best.classify(image))));
    PngFile.write(
        Path.of(arguments[2]),
        new LineChart(
            "Outliers that are taken for digits",
            Axis.fixed("MNIST's test images that are called no digit, %", 0, 100 * MOST_FALSE),
            Axis.percent("outliers taken for digits, %"),
            lines));
  }

  private static LabelledImages read(String directory) {
    return DataSource.read(Path.of(directory), DataOptions.DEFAULT).images().test();
  }

  private static double probability(Classification found) {
    return found.outputs().get(found.ranked(0));
  }

  private static double[] scores(List<byte[]> images, ToDoubleFunction<float[]> score) {
    return images.parallelStream()
        .mapToDouble(
            image -> {
              float[] pixels = new float[image.length];
              for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (image[i] & 0xff) / 255f;
              }
              return score.applyAsDouble(pixels);
            })
        .sorted()
        .toArray();
  }

  private static void printTable(
      List<byte[]> test, Map<String, List<byte[]>> outliers, int clothes) {
    long called =
        Arrays.stream(scores(test, OutlierDetector::outlierProbability))
            .filter(score -> score > 0.5)
            .count();
    System.out.printf("%,d of %,d test images of MNIST are called none%n", called, test.size());
    outliers.forEach(
        (kind, images) -> {
          long passed =
              Arrays.stream(scores(images, OutlierDetector::outlierProbability))
                  .filter(score -> score <= 0.5)
                  .count();
          int all = kind.equals("Fashion-MNIST") ? clothes : images.size();
          System.out.printf(
              Locale.ROOT, "| %s | %,d | %.1f %% |%n", kind, all, 100.0 * passed / all);
        });
  }

  /** A point for each number of false alarms. */
  private static LineChart.Series curve(
      String name, List<byte[]> test, List<byte[]> outliers, ToDoubleFunction<float[]> score) {
    double[] ofDigits = scores(test, score);
    double[] ofOutliers = scores(outliers, score);
    int most = (int) (MOST_FALSE * ofDigits.length);
    double[] alarms = new double[most + 1];
    double[] passed = new double[most + 1];
    for (int i = 0; i <= most; i++) {
      double limit = ofDigits[ofDigits.length - 1 - i];
      alarms[i] = 100.0 * i / ofDigits.length;
      passed[i] =
          (double) Arrays.stream(ofOutliers).filter(value -> value <= limit).count()
              / ofOutliers.length;
    }
    return new LineChart.Series(name, alarms, passed);
  }
}
