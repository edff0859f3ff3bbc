package mnist4j.report;

import java.util.List;
import java.util.Locale;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.evaluation.EvaluationResult.Prediction;

/** Images with what a network said of them. */
public final class PredictionGrids {

  private static final int COLUMNS = 5;
  private static final int MOST = 25;

  private PredictionGrids() {}

  /**
   * {@code misclassified.png}: the first 25 mistakes in the order given, "true 4, predicted 9"
   * under each. The title counts all mistakes; with none, the picture says so.
   *
   * @param subject whose mistakes, such as the recipe's name
   * @param images the whole set that was judged
   * @param mistakes every wrong prediction; {@link Prediction#image()} is a position in the set
   * @param classNames a name per class
   */
  public static ImageGrid misclassified(
      String subject, LabelledImages images, List<Prediction> mistakes, List<String> classNames) {
    List<Prediction> shown = mistakes.subList(0, Math.min(MOST, mistakes.size()));
    return new ImageGrid(
        misclassifiedTitle(subject, mistakes.size(), images.size()),
        shown.size() < mistakes.size() ? "%d of them are shown.".formatted(shown.size()) : "",
        images.select(shown.stream().mapToInt(Prediction::image).toArray()),
        shown.stream()
            .map(
                mistake ->
                    Caption.mistake(
                        classNames.get(mistake.truth()), classNames.get(mistake.predicted())))
            .toList(),
        COLUMNS);
  }

  /**
   * {@code confident-mistakes.png}: the 25 mistakes that the network was surest of, surest first,
   * with the class it took each for and its confidence.
   *
   * @param subject whose mistakes, such as the recipe's name
   * @param images the whole set that was judged
   * @param result the judgement of that set
   * @param classNames a name per class
   */
  public static ImageGrid confidentMistakes(
      String subject, LabelledImages images, EvaluationResult result, List<String> classNames) {
    List<Prediction> mistakes = result.mistakesByConfidence();
    List<Prediction> shown = mistakes.subList(0, Math.min(MOST, mistakes.size()));
    String confidence = result.probabilities() ? "confidence" : "output";
    return new ImageGrid(
        mistakes.isEmpty()
            ? misclassifiedTitle(subject, 0, images.size())
            : "%s: the most confident mistakes".formatted(subject),
        mistakes.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "%,d of %,d wrong test images, largest %s first.",
                shown.size(),
                mistakes.size(),
                confidence),
        images.select(shown.stream().mapToInt(Prediction::image).toArray()),
        shown.stream()
            .map(
                mistake ->
                    Caption.neutral(
                        "true " + classNames.get(mistake.truth()),
                        "predicted " + classNames.get(mistake.predicted()),
                        String.format(Locale.ROOT, "%s %.4f", confidence, mistake.confidence())))
            .toList(),
        COLUMNS);
  }

  /**
   * {@code predictions.png}: the first 25 images, green and "7" where the network was right, red
   * and "5 (true 3)" where it was wrong.
   *
   * @param subject whose predictions, such as the recipe's name
   * @param images the set that was judged
   * @param predictions one per image of the set, in its order
   * @param classNames a name per class
   */
  public static ImageGrid first(
      String subject,
      LabelledImages images,
      List<Prediction> predictions,
      List<String> classNames) {
    List<Prediction> shown = predictions.subList(0, Math.min(MOST, predictions.size()));
    long right = shown.stream().filter(Prediction::correct).count();
    return new ImageGrid(
        "%s: the first %d test images, %d right, %d wrong"
            .formatted(subject, shown.size(), right, shown.size() - right),
        "Green: right. Red with a thick frame: wrong, the true class in brackets.",
        images.select(shown.stream().mapToInt(Prediction::image).toArray()),
        shown.stream()
            .map(
                prediction ->
                    Caption.verdict(
                        classNames.get(prediction.truth()),
                        classNames.get(prediction.predicted()),
                        prediction.correct()))
            .toList(),
        COLUMNS);
  }

  static String misclassifiedTitle(String subject, int wrong, int total) {
    return wrong == 0
        ? String.format(Locale.ROOT, "%s: none of %,d test images misclassified", subject, total)
        : String.format(
            Locale.ROOT, "%s: %,d of %,d test images misclassified", subject, wrong, total);
  }
}
