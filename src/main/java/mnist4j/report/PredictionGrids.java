package mnist4j.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.evaluation.EvaluationResult.Prediction;

/** Grids of images with the predictions of a network. */
public final class PredictionGrids {

  private static final int COLUMNS = 5;
  private static final int MAX_IMAGES = 25;

  private PredictionGrids() {}

  /**
   * {@code misclassified.png}: the first 25 mistakes in the order given, "true 4, predicted 9"
   * under each. The title counts all mistakes, including none.
   *
   * @param subject whose mistakes, such as the recipe's name
   * @param images the whole test set
   * @param mistakes every wrong prediction; {@link Prediction#image()} is a position in the set
   * @param classNames a name per class
   */
  public static ImageGrid misclassified(
      String subject, LabelledImages images, List<Prediction> mistakes, List<String> classNames) {
    List<Prediction> shown = firstOf(mistakes);
    return grid(
        misclassifiedTitle(subject, mistakes.size(), images.size()),
        shown.size() < mistakes.size() ? "%d of them are shown.".formatted(shown.size()) : "",
        images,
        shown,
        mistake ->
            Caption.plain(
                "true %s,".formatted(classNames.get(mistake.truth())),
                "predicted " + classNames.get(mistake.predicted())));
  }

  /**
   * {@code confident-mistakes.png}: the 25 mistakes of the highest confidence, highest first, with
   * true class, predicted class and confidence.
   *
   * @param subject whose mistakes, such as the recipe's name
   * @param images the whole test set
   * @param result the evaluation on that set
   * @param classNames a name per class
   */
  public static ImageGrid confidentMistakes(
      String subject, LabelledImages images, EvaluationResult result, List<String> classNames) {
    List<Prediction> mistakes = result.mistakesByConfidence();
    if (mistakes.isEmpty()) {
      return misclassified(subject, images, mistakes, classNames);
    }
    List<Prediction> shown = firstOf(mistakes);
    String confidence = result.probabilities() ? "confidence" : "output";
    return grid(
        "%s: the most confident mistakes".formatted(subject),
        String.format(
            Locale.ROOT,
            "%,d of %,d wrong test images, largest %s first.",
            shown.size(),
            mistakes.size(),
            confidence),
        images,
        shown,
        mistake ->
            Caption.plain(
                "true " + classNames.get(mistake.truth()),
                "predicted " + classNames.get(mistake.predicted()),
                "%s %s".formatted(confidence, share(mistake.confidence()))));
  }

  /** What is less than one is not rounded to it. */
  private static String share(double confidence) {
    String rounded = String.format(Locale.ROOT, "%.4f", confidence);
    return confidence < 1 && rounded.equals("1.0000") ? "> 0.9999" : rounded;
  }

  /**
   * {@code predictions.png}: the first 25 images, green and "7" where the prediction is correct,
   * red and "5 (true 3)" where it is wrong.
   *
   * @param subject whose predictions, such as the recipe's name
   * @param images the whole test set
   * @param predictions one per image of the set, in its order
   * @param classNames a name per class
   */
  public static ImageGrid first(
      String subject,
      LabelledImages images,
      List<Prediction> predictions,
      List<String> classNames) {
    List<Prediction> shown = firstOf(predictions);
    long right = shown.stream().filter(Prediction::correct).count();
    return grid(
        "%s: the first %d test images, %d right, %d wrong"
            .formatted(subject, shown.size(), right, shown.size() - right),
        "Green: right. Red with a thick frame: wrong, the true class in brackets.",
        images,
        shown,
        prediction ->
            Caption.prediction(
                classNames.get(prediction.truth()),
                classNames.get(prediction.predicted()),
                prediction.correct()));
  }

  static String misclassifiedTitle(String subject, int wrong, int total) {
    return wrong == 0
        ? String.format(Locale.ROOT, "%s: none of %,d test images misclassified", subject, total)
        : String.format(
            Locale.ROOT, "%s: %,d of %,d test images misclassified", subject, wrong, total);
  }

  private static List<Prediction> firstOf(List<Prediction> predictions) {
    return predictions.subList(0, Math.min(MAX_IMAGES, predictions.size()));
  }

  private static ImageGrid grid(
      String title,
      String note,
      LabelledImages images,
      List<Prediction> shown,
      Function<Prediction, Caption> caption) {
    return new ImageGrid(
        title,
        note,
        images.select(shown.stream().mapToInt(Prediction::image).toArray()).toBufferedImages(),
        shown.stream().map(caption).toList(),
        COLUMNS);
  }
}
