import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.Classification;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.Features;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureKinds;
import mnist4j.picture.PreparedDigit;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;

/**
 * Measures how far a pretrained network's probabilities are from its accuracy on pictures as people
 * take them, and whether one temperature for all would help, and writes that into its card. The
 * temperature is fitted on MNIST's last training digits and judged on the first test digits.
 *
 * <pre>
 * java -cp target/mnist4j.jar:target/test-classes models/pretrained/Calibrate.java ~/.cache/mnist4j models/pretrained/cnn-best.md 100
 * </pre>
 */
final class Calibrate {

  /** Width and height of the drawn digits in pixels. */
  private static final int SIDE = 420;

  private static final String HEADING = "## Calibration on pictures";

  private static final String NEXT = "## Limits";

  /** Half the range of temperatures that are tried, as a factor, and their number. */
  private static final double MOST_TEMPERATURE = 4;

  private static final int TEMPERATURES = 401;

  /** A smaller probability counts as this one, whose logarithm is finite. */
  private static final double LEAST_PROBABILITY = 1e-30;

  /** What the network makes of one picture. */
  private record Answer(int truth, int predicted, double[] probabilities) {

    /** As if the logits were divided by the temperature before the softmax. */
    Answer at(double temperature) {
      double[] powers = new double[probabilities.length];
      double sum = 0;
      for (int i = 0; i < powers.length; i++) {
        powers[i] = Math.pow(Math.max(LEAST_PROBABILITY, probabilities[i]), 1 / temperature);
        sum += powers[i];
      }
      for (int i = 0; i < powers.length; i++) {
        powers[i] /= sum;
      }
      return new Answer(truth, predicted, powers);
    }

    double crossEntropy() {
      return -Math.log(Math.max(LEAST_PROBABILITY, probabilities[truth]));
    }
  }

  private Calibrate() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("expected MNIST-DIRECTORY CARD DIGITS");
      System.exit(2);
    }
    Path card = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    ImageData mnist = DataSource.read(Path.of(arguments[0]), DataOptions.DEFAULT).images();
    int size = mnist.train().size();
    Classifier network = network(card);
    double temperature =
        temperature(all(answers(network, mnist.train().range(size - count, size))));
    Map<String, List<Answer>> judged = answers(network, mnist.test().first(count));
    String section = section(judged, temperature, count);
    System.out.println(section);
    Files.writeString(card, with(section, Files.readString(card)));
  }

  private static Classifier network(Path card) {
    String name = card.getFileName().toString().replace(".md", "");
    return new Classifier(ModelFile.pretrained(name).orElseThrow(), ImageData.digits());
  }

  /** The answers per kind of picture, without those of pictures in which no digit is found. */
  private static Map<String, List<Answer>> answers(Classifier network, LabelledImages digits) {
    Map<String, List<Answer>> answers = new LinkedHashMap<>();
    for (int i = 0; i < digits.size(); i++) {
      int truth = digits.label(i);
      for (Map.Entry<String, Supplier<BufferedImage>> kind :
          PictureKinds.of(drawn(digits, i), 1).entrySet()) {
        List<Answer> ofKind = answers.computeIfAbsent(kind.getKey(), name -> new ArrayList<>());
        DigitPicture picture = DigitPicture.of(kind.getKey(), kind.getValue().get());
        try {
          Classification found = network.classify(Features.of(PreparedDigit.of(picture)));
          double[] probabilities = found.outputs().stream().mapToDouble(value -> value).toArray();
          ofKind.add(new Answer(truth, found.ranked(0), probabilities));
        } catch (PictureException e) {
          System.err.println(e.getMessage());
        }
      }
    }
    return answers;
  }

  /** One image, black on white, enlarged by cubic interpolation. */
  private static DigitPicture drawn(LabelledImages digits, int image) {
    BufferedImage large = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    BufferedImage small = digits.range(image, image + 1).toBufferedImages().get(0);
    graphics.drawImage(small, 0, 0, SIDE, SIDE, null);
    graphics.dispose();
    return DigitPicture.of("digit", large);
  }

  private static List<Answer> all(Map<String, List<Answer>> answers) {
    return answers.values().stream().flatMap(List::stream).toList();
  }

  /** Of temperatures on a logarithmic scale, the one of the least cross-entropy. */
  private static double temperature(List<Answer> answers) {
    return IntStream.range(0, TEMPERATURES)
        .mapToObj(i -> Math.pow(MOST_TEMPERATURE, 2.0 * i / (TEMPERATURES - 1) - 1))
        .min(Comparator.comparingDouble(candidate -> crossEntropy(answers, candidate)))
        .orElseThrow();
  }

  private static double crossEntropy(List<Answer> answers, double temperature) {
    return answers.stream()
        .mapToDouble(answer -> answer.at(temperature).crossEntropy())
        .average()
        .orElseThrow();
  }

  private static EvaluationResult result(List<Answer> answers, double temperature) {
    List<EvaluationResult.Prediction> predictions = new ArrayList<>();
    for (Answer answer : answers) {
      predictions.add(
          new EvaluationResult.Prediction(
              predictions.size(),
              answer.truth(),
              answer.predicted(),
              answer.at(temperature).probabilities()[answer.predicted()]));
    }
    return new EvaluationResult(
        crossEntropy(answers, temperature), ImageData.digits().size(), true, predictions);
  }

  private static String section(Map<String, List<Answer>> answers, double temperature, int count) {
    StringBuilder section = new StringBuilder(HEADING);
    section.append(
        String.format(
            Locale.ROOT,
            """


            The first %,d test digits, drawn large, in each kind of picture of the guide at strength 1. The expected calibration error
            is the mean distance of confidence and accuracy in ten bins. The temperature, %.2f, was fitted on pictures of the last %,d
            training digits, which no training has seen; the program does not use it. Pictures in which no digit is found do not count.

            | picture | accuracy | mean confidence | expected error | with the temperature |
            |---|---:|---:|---:|---:|
            """,
            count,
            temperature,
            count));
    answers.forEach((kind, ofKind) -> section.append(row(kind, ofKind, temperature)));
    section.append(row("all", all(answers), temperature));
    return section.append('\n').toString();
  }

  private static String row(String kind, List<Answer> answers, double temperature) {
    EvaluationResult plain = result(answers, 1);
    return String.format(
        Locale.ROOT,
        "| %s | %.4f | %.4f | %.4f | %.4f |%n",
        kind,
        plain.accuracy(),
        plain.predictions().stream()
            .mapToDouble(EvaluationResult.Prediction::confidence)
            .average()
            .orElseThrow(),
        expectedError(plain),
        expectedError(result(answers, temperature)));
  }

  private static double expectedError(EvaluationResult result) {
    return result.calibration().map(Calibration::expectedError).orElseThrow();
  }

  /** The card with the section, in place of an earlier one. */
  private static String with(String section, String card) {
    int limits = card.indexOf(NEXT);
    int earlier = card.indexOf(HEADING);
    return card.substring(0, earlier < 0 ? limits : earlier) + section + card.substring(limits);
  }
}
