package mnist4j.recipe;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures a document prints. Accuracies are shares from 0 to 1.
 *
 * @param title the name of the document
 * @param testAccuracy after the last epoch
 * @param testLoss after the last epoch
 * @param trainAccuracy per epoch; empty where the document prints none
 * @param validationAccuracy per epoch; empty where the document prints none
 * @param epochs its table of all four figures; empty where the document prints none
 * @param trainSeconds how long the document's training took
 */
public record DocumentFigures(
    String title,
    OptionalDouble testAccuracy,
    OptionalDouble testLoss,
    List<Double> trainAccuracy,
    List<Double> validationAccuracy,
    List<Epoch> epochs,
    OptionalDouble trainSeconds) {

  /** The figures of one epoch. */
  public record Epoch(
      double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {}

  public DocumentFigures {
    epochs = List.copyOf(epochs);
    trainAccuracy = List.copyOf(trainAccuracy);
    validationAccuracy = List.copyOf(validationAccuracy);
  }

  /** For a recipe of the program's own, without a document. */
  public static final DocumentFigures NO_DOCUMENT = none("none, the program's own");

  /** A document that prints no figures. */
  static DocumentFigures none(String title) {
    return new DocumentFigures(
        title,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        List.of(),
        OptionalDouble.empty());
  }
}
