package mnist4j.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Grey values and duplicates of a data set.
 *
 * @param mean of the grey values of all training images, 0 to 1
 * @param standardDeviation of the same values, divided by their number
 * @param testInTraining test images whose pixels are those of a training image
 * @param labelledOtherwise how many of these have another label than that training image
 * @param repeatedInTraining training images whose pixels are those of an earlier one
 * @param repeatedInTest test images whose pixels are those of an earlier one
 */
public record DataStatistics(
    double mean,
    double standardDeviation,
    int testInTraining,
    int labelledOtherwise,
    int repeatedInTraining,
    int repeatedInTest) {

  private static final int GREYS = 256;

  /** Looks at every pixel. */
  public static DataStatistics of(ImageData data) {
    Map<Digest, Integer> train = new HashMap<>();
    Map<Digest, Integer> test = new HashMap<>();
    int repeatedInTraining = addLabels(data.train(), train);
    int repeatedInTest = addLabels(data.test(), test);
    int both = 0;
    int labelledOtherwise = 0;
    for (int i = 0; i < data.test().size(); i++) {
      Integer label = train.get(Digest.of(data.test(), i));
      both += label == null ? 0 : 1;
      labelledOtherwise += label == null || label == data.test().label(i) ? 0 : 1;
    }
    long[] counts = greyCounts(data.train());
    double pixels = (double) data.train().size() * data.train().pixelsPerImage();
    double mean = 0;
    double squares = 0;
    for (int grey = 0; grey < GREYS; grey++) {
      double value = grey / 255.0;
      mean += counts[grey] / pixels * value;
      squares += counts[grey] / pixels * value * value;
    }
    return new DataStatistics(
        mean,
        Math.sqrt(Math.max(0, squares - mean * mean)),
        both,
        labelledOtherwise,
        repeatedInTraining,
        repeatedInTest);
  }

  /** Adds the label of each image that is not there yet and returns the number of the others. */
  private static int addLabels(LabelledImages images, Map<Digest, Integer> labels) {
    for (int i = 0; i < images.size(); i++) {
      labels.putIfAbsent(Digest.of(images, i), images.label(i));
    }
    return images.size() - labels.size();
  }

  private static long[] greyCounts(LabelledImages images) {
    long[] counts = new long[GREYS];
    for (int image = 0; image < images.size(); image++) {
      for (int i = 0; i < images.pixelsPerImage(); i++) {
        counts[images.pixel(image, i)]++;
      }
    }
    return counts;
  }

  /** The first half of a SHA-256: equal only for equal pixels, and small. */
  private record Digest(long first, long second) {

    static Digest of(LabelledImages images, int image) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      images.updatePixels(digest, image);
      ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
      return new Digest(bytes.getLong(), bytes.getLong());
    }
  }
}
