import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import mnist4j.data.ReproducibleZip;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Makes a pretrained network of a run that {@code train} wrote: the zip without its updater state,
 * and a model card with the run's figures. The same run gives the same bytes.
 *
 * <pre>
 * java -cp target/mnist4j.jar models/pretrained/Publish.java models/cnn models/pretrained
 * </pre>
 */
final class Publish {

  private static final String UPDATER_STATE = "updaterState.bin";

  private Publish() {}

  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    if (arguments.length != 2) {
      System.err.println("expected RUN-DIRECTORY TARGET-DIRECTORY");
      System.exit(2);
    }
    Path run = Path.of(arguments[0]);
    JsonNode metrics = new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
    String recipe = metrics.get("recipe").asText();
    Path model = run.resolve("model.zip");
    byte[] zip = withoutUpdater(model);
    // Before anything is written: a run that lacks a figure leaves the old network and its card.
    String text = card(metrics, isProbable(model), sha256(zip), zip.length);
    Path to = Path.of(arguments[1]).resolve(recipe + ".zip");
    Path card = to.resolveSibling(recipe + ".md");
    Files.write(to, zip);
    Files.writeString(card, text);
    System.out.printf("written %s and %s%n", to, card);
  }

  private static byte[] withoutUpdater(Path from) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(9);
      for (ZipEntry entry : in.stream().toList()) {
        if (!entry.getName().equals(UPDATER_STATE)) {
          out.putNextEntry(ReproducibleZip.entry(entry.getName()));
          in.getInputStream(entry).transferTo(out);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isProbable(Path zip) throws IOException {
    try (ZipFile in = new ZipFile(zip.toFile())) {
      JsonNode configuration =
          new ObjectMapper().readTree(in.getInputStream(in.getEntry("configuration.json")));
      JsonNode layers = configuration.get("confs");
      String activation = layers.get(layers.size() - 1).at("/layer/activationFn/@class").asText();
      return activation.endsWith("Softmax") || activation.endsWith("Sigmoid");
    }
  }

  private static String sha256(byte[] file) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
  }

  private static String card(JsonNode metrics, boolean probable, String sha256, long bytes) {
    String recipe = metrics.get("recipe").asText();
    StringBuilder card = new StringBuilder("# %s, pretrained%n%n".formatted(recipe));
    card.append("| | |\n|---|---|\n");
    row(card, "recipe", "`%s`".formatted(recipe));
    row(card, "document", metrics.at("/document/title").asText());
    row(card, "data", data(metrics));
    row(card, "training", training(metrics));
    if (metrics.has("augmentation")) {
      row(card, "augmentation", augmentation(metrics.get("augmentation")));
    }
    row(card, "seed", metrics.get("seed").asText());
    row(card, "parameters", number("%,d", metrics.get("parameters").asLong()));
    row(card, "trained on", metrics.get("backend").asText() + threads(metrics, ", threads: %d"));
    row(card, "file", number("%s.zip, %,d bytes, no updater state", recipe, bytes));
    row(card, "SHA-256", "`%s`".formatted(sha256));
    card.append(
        number("%n## Figures%n%nOn %,d test images:%n%n", metrics.get("testImages").asInt()));
    card.append("| figure | value |\n|---|---:|\n");
    row(card, "test accuracy", figure(metrics, "testAccuracy"));
    row(card, "test loss", figure(metrics, "testLoss"));
    row(card, "precision (macro)", figure(metrics, "precision"));
    row(card, "recall (macro)", figure(metrics, "recall"));
    row(card, "F1 (macro)", figure(metrics, "f1"));
    if (metrics.at("/document/testAccuracy").isNumber()) {
      row(card, "test accuracy in the document", figure(metrics.get("document"), "testAccuracy"));
    }
    card.append("\n## Limits\n\n");
    limits(metrics, probable).forEach(limit -> card.append("- ").append(limit).append('\n'));
    card.append("\n## Make it again\n\n```\n");
    card.append(
        "target/mnist4j train %s --seed %d%s%n"
            .formatted(recipe, metrics.get("seed").asLong(), threads(metrics, " --threads %d")));
    card.append(
        "java -cp target/mnist4j.jar models/pretrained/Publish.java models/%s models/pretrained%n"
            .formatted(recipe));
    card.append(
        "```\n\nThe same version of the program gives the same weights to the last bit on the same kind of processor.\n");
    return card.toString().replace("\r\n", "\n");
  }

  /** Nothing for a run on a GPU. */
  private static String threads(JsonNode metrics, String format) {
    return metrics.has("threads") ? format.formatted(metrics.get("threads").asInt()) : "";
  }

  private static String data(JsonNode metrics) {
    String held =
        metrics.has("validationImages")
            ? number(" and %,d held out", metrics.get("validationImages").asInt())
            : "";
    String digits =
        metrics.has("digits")
            ? ", only the digits %s and %s"
                .formatted(metrics.at("/digits/0").asText(), metrics.at("/digits/1").asText())
            : "";
    return number(
        "%s: %,d training images%s%s",
        metrics.get("dataset").asText(), metrics.get("trainImages").asInt(), held, digits);
  }

  private static String training(JsonNode metrics) {
    return number(
        "%,d epochs, batch size %,d, learning rate %s, L2 %s, dropout %s",
        metrics.get("epochs").asInt(),
        metrics.get("batchSize").asInt(),
        metrics.get("learningRate").asText(),
        metrics.get("l2").asText(),
        metrics.get("dropout").asText());
  }

  private static String augmentation(JsonNode moved) {
    return "turned by up to %s degrees, shifted by up to %s pixels, scaled by up to %s, elastic distortion of %s pixels and another pen for a share of %s in the first half of the epochs"
        .formatted(
            moved.get("rotationDegrees").asText(),
            moved.get("shiftPixels").asText(),
            moved.get("scaleShare").asText(),
            moved.get("elasticPixels").asText(),
            moved.get("penShare").asText());
  }

  private static List<String> limits(JsonNode metrics, boolean probable) {
    String knows =
        metrics.has("digits")
            ? "It tells two digits apart and gives one of them for whatever else it is shown."
            : "It knows the ten digits and gives one of them for whatever else it is shown.";
    String outputs =
        probable
            ? "Its probabilities are those of its training data; on pictures of another kind it is"
                + " often surer than it should be."
            : "Its outputs are no probabilities; only their order means something.";
    return List.of(
        knows,
        "It expects images as MNIST has them: 28 × 28, light ink on black, in a box of 20 × 20"
            + " placed by its centre of mass. `predict` prepares pictures so.",
        outputs,
        "MNIST is from the 1990s, from the United States; digits written elsewhere look different.");
  }

  private static String figure(JsonNode metrics, String name) {
    return number("%.4f", metrics.get(name).asDouble());
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static void row(StringBuilder card, String name, String value) {
    card.append("| %s | %s |\n".formatted(name, value));
  }
}
