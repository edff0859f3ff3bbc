package mnist4j.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Distinguishes images of a digit from all others, such as letters, scribbles and clothes: a small
 * CNN that ships with the program and was trained with outliers as an eleventh class (Hendrycks,
 * Mazeika and Dietterich, "Deep Anomaly Detection with Outlier Exposure", 2019). Any number of
 * threads may use it at the same time.
 */
public final class OutlierDetector {

  private static final String RESOURCE = "/mnist4j/outliers/digit-or-none.zip";

  private static final String NONE = "none";

  private static final List<String> CLASSES =
      Stream.concat(ImageData.digits().stream(), Stream.of(NONE)).toList();

  /** Its training moved the outputs so that this is the limit. */
  private static final double LIMIT = 0.5;

  private static OutlierDetector shipped;

  private final Classifier classifier;

  private OutlierDetector() {
    try (InputStream zip = OutlierDetector.class.getResourceAsStream(RESOURCE)) {
      SavedModel model =
          new SavedModel(ModelSerializer.restoreMultiLayerNetwork(zip, false), Optional.empty());
      classifier = new Classifier(model, CLASSES);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own networks cannot be read", e);
    }
  }

  /** Loaded when it is first needed; again if there was no memory for it. */
  private static synchronized OutlierDetector shipped() {
    if (shipped == null) {
      shipped = new OutlierDetector();
    }
    return shipped;
  }

  /**
   * Whether it can judge the images of a network: those of digits, prepared as MNIST. A network
   * that does not say what its images are is not judged.
   */
  public static boolean knowsImagesOf(SavedModel model) {
    return model.metadata().isPresent()
        && model.preparedAsMnist()
        && model.imageSize().equals(ImageSize.MNIST)
        && ImageData.digits().containsAll(model.classNames());
  }

  /**
   * Whether an image is not clearly a digit.
   *
   * @param image {@code [784]}, in [0, 1], prepared as MNIST
   */
  public static boolean isOutlier(float[] image) {
    return outlierProbability(image) > LIMIT;
  }

  /**
   * How likely an image is no digit, 0 to 1. 9 of MNIST's 10,000 test images are above one half.
   *
   * @param image {@code [784]}, in [0, 1], prepared as MNIST
   */
  public static double outlierProbability(float[] image) {
    return shipped().classifier.classify(image).outputs().get(CLASSES.indexOf(NONE));
  }
}
