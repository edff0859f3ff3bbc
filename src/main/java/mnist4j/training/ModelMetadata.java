package mnist4j.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ClassNames;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What a network cannot say of itself: {@code mnist4j.json}, an entry of the model zip that plain
 * DL4J ignores.
 *
 * @param dataset the name of the data set that it was trained on
 * @param classNames one name per class, two for a network with one output
 * @param preparedAsMnist whether that set was prepared as MNIST, so that a picture has to be boxed
 *     and centred; otherwise a picture is classified as it is
 * @param imageSize height and width of the images that it takes
 */
public record ModelMetadata(
    String dataset, List<String> classNames, boolean preparedAsMnist, ImageSize imageSize) {

  /** The entry's name in the zip. */
  static final String ENTRY = "mnist4j.json";

  private static final String MNIST = "mnist";

  /** A picture that is prepared as MNIST has this side. */
  private static final int SIDE = ImageSize.MNIST.rows();

  /** Later versions may say more. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Copies the class names. */
  public ModelMetadata {
    classNames = List.copyOf(classNames);
  }

  /** The name of the preparation in {@code mnist4j.json} and {@code metrics.json}. */
  public static String preparation(boolean asMnist) {
    return asMnist ? MNIST : "none";
  }

  /** As JSON, in UTF-8. */
  byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(
          new Json(
              dataset,
              classNames,
              preparation(preparedAsMnist),
              imageSize.rows(),
              imageSize.columns()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads JSON without trust.
   *
   * @return empty if it is not of this form, or a value is out of range
   */
  static Optional<ModelMetadata> of(byte[] json) {
    try {
      Json read = MAPPER.readValue(json, Json.class);
      return read != null && read.isSound()
          ? Optional.of(
              new ModelMetadata(
                  read.dataset,
                  read.classNames,
                  MNIST.equals(read.preparation),
                  new ImageSize(read.inputHeight, read.inputWidth)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The form of the entry. */
  private record Json(
      String dataset,
      List<String> classNames,
      String preparation,
      int inputHeight,
      int inputWidth) {

    boolean isSound() {
      return isName(dataset)
          && classNames != null
          && classNames.size() >= 2
          && classNames.size() <= ImageData.MAX_CLASSES
          && classNames.stream().allMatch(Json::isName)
          && ClassNames.repeated(classNames).isEmpty()
          && isSide(inputHeight)
          && isSide(inputWidth)
          && (!MNIST.equals(preparation) || inputHeight == SIDE && inputWidth == SIDE);
    }

    private static boolean isName(String text) {
      return text != null && ClassNames.isName(text);
    }

    private static boolean isSide(int side) {
      return side >= 1 && side <= ImageSize.MAX_SIDE;
    }
  }
}
