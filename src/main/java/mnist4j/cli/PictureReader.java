package mnist4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Classification;
import mnist4j.picture.PreparedDigit;
import mnist4j.training.Classifier;
import mnist4j.training.OutlierDetector;
import mnist4j.training.SavedModel;
import mnist4j.training.TrainingException;

/** Reads the digit of a picture, or all digits of a row. */
final class PictureReader {

  /**
   * What a picture shows.
   *
   * @param digits as they were found, or nothing if the network takes pictures as they are
   * @param inputs of the network, one image each: of the digit, or of each digit from left to right
   * @param found what the network finds in each
   * @param warning why it may be wrong, or nothing
   */
  record Reading(
      List<PreparedDigit> digits,
      List<LabelledImages> inputs,
      List<Classification> found,
      String warning) {

    /** The names of the classes, one after the other. */
    String label() {
      return found.stream()
          .map(digit -> digit.classNames().get(digit.ranked(0)))
          .collect(Collectors.joining());
    }

    /** The product of the probabilities, as if each digit said nothing of the others. */
    double probability() {
      return found.stream()
          .mapToDouble(digit -> digit.outputs().get(digit.ranked(0)))
          .reduce(1, (product, next) -> product * next);
    }
  }

  private final SavedModel model;
  private final Classifier classifier;
  private final boolean row;
  private final boolean judged;

  /**
   * @param row whether to read all digits of a row
   */
  PictureReader(SavedModel model, Classifier classifier, boolean row) {
    this.model = model;
    this.classifier = classifier;
    this.row = row;
    judged = OutlierDetector.knowsImagesOf(model);
  }

  /**
   * @throws mnist4j.picture.PictureException if the picture is blank, its row is too long, or the
   *     network takes pictures as they are and it has another size
   * @throws TrainingException if the network's outputs for it are no numbers, or memory runs out
   */
  Reading read(PictureReadAhead.Picture picture) {
    return inMemory(picture.decoded().name(), () -> reading(picture));
  }

  /**
   * Of one picture, so that others are read all the same.
   *
   * @throws TrainingException if memory runs out
   */
  static <T> T inMemory(String picture, Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      throw new TrainingException(
          "%s needs more memory than is free (%s); scale it down, or raise -Xmx and -Dorg.bytedeco.javacpp.maxbytes"
              .formatted(picture, e.getMessage()),
          e);
    }
  }

  private Reading reading(PictureReadAhead.Picture picture) {
    List<String> warnings = new ArrayList<>();
    List<PreparedDigit> digits = new ArrayList<>();
    List<LabelledImages> inputs = new ArrayList<>();
    if (!model.preparedAsMnist()) {
      ImageSize size = model.imageSize();
      inputs.add(input(picture.decoded().greys(size.rows(), size.columns())));
    } else if (row) {
      digits.addAll(picture.digit().get().wholeRow());
    } else {
      PreparedDigit digit = picture.digit().get();
      digits.add(digit);
      if (digit.beside() > 0) {
        long read = digit.row().stream().filter(other -> !isDoubtful(input(other.greys()))).count();
        if (read > 1) {
          warnings.add("one of %d digits, see --row".formatted(read));
        }
      }
    }
    digits.forEach(digit -> inputs.add(input(digit.greys())));
    if (inputs.stream().anyMatch(this::isDoubtful)) {
      warnings.add(inputs.size() == 1 ? "not clearly a digit" : "not clearly digits only");
    }
    return new Reading(
        digits,
        inputs,
        inputs.stream().map(input -> classified(picture, input)).toList(),
        String.join("; ", warnings));
  }

  private Classification classified(PictureReadAhead.Picture picture, LabelledImages input) {
    try {
      return classifier.classify(input.features());
    } catch (TrainingException e) {
      throw new TrainingException(picture.decoded().name() + ": " + e.getMessage(), e);
    }
  }

  /** One image, whose label says nothing. */
  private LabelledImages input(byte[] greys) {
    ImageSize size = model.imageSize();
    return LabelledImages.of(size.rows(), size.columns(), greys, new byte[1]);
  }

  private boolean isDoubtful(LabelledImages input) {
    return judged && OutlierDetector.isOutlier(input.features().toFloatVector());
  }
}
