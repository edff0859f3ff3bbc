package mnist4j;

import java.awt.image.BufferedImage;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mnist4j.data.ImageSize;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;
import mnist4j.training.OutlierDetector;
import mnist4j.training.SavedModel;
import mnist4j.training.TrainingException;

/**
 * Classifies pictures of handwritten digits.
 *
 * <pre>{@code
 * import java.nio.file.Path;
 * import mnist4j.DigitClassifier;
 * import mnist4j.Prediction;
 *
 * class Example {
 *   public static void main(String[] files) {
 *     try (DigitClassifier classifier = DigitClassifier.pretrained("cnn-best")) {
 *       for (String file : files) {
 *         Prediction prediction = classifier.classify(Path.of(file));
 *         System.out.println(prediction.label() + " " + prediction.probability());
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A classifier is immutable. Any number of threads may use it at the same time, and more threads
 * classify more pictures per second, up to one per core. The results are the same to the last bit
 * with any number of threads.
 *
 * <p>A picture is a photograph or drawing of one digit, dark on light or light on dark, from 5
 * pixels a side to 110 million in all, and 65,535 a side. It is prepared as MNIST's images were:
 * the digit is found, scaled to fit 20 x 20 pixels, and centred by its mass in 28 x 28. A network
 * that was trained on a set of another kind, such as Fashion-MNIST, takes pictures as they are
 * instead: of the size of its images, light on dark.
 *
 * <p>The first classifier of a process loads ND4J and its native library, which takes a second or
 * two. Meanwhile another thread prepares a picture that the program draws itself, so that the first
 * of yours takes little longer than the next ones. The classifier limits ND4J's matrix products and
 * element-wise operations to one thread each, for the whole process: threads of their own in every
 * product would make concurrent calls slower. It needs no system property and sets none. On Java 24
 * and later, {@code --enable-native-access=ALL-UNNAMED} and {@code
 * --sun-misc-unsafe-memory-access=allow} keep the JVM from printing warnings about the native
 * library. While a classifier is being made, no other thread should load a native library for the
 * first time, as the first use of ImageIO or of fonts does: on Linux both threads may then wait for
 * each other for ever, by a fault of JavaCPP's.
 */
public final class DigitClassifier implements AutoCloseable {

  private static final String SUBJECT = "the picture";

  /** Runs once, however many threads are given it. */
  private static final FutureTask<Void> FIRST_PICTURE =
      new FutureTask<>(PreparedDigit::warmUp, null);

  /** Holds nothing once closed. */
  private final AtomicReference<Classifier> classifier;

  private final int rows;
  private final int columns;
  private final boolean preparedAsMnist;
  private final List<String> classNames;
  private final boolean probable;
  private final boolean judged;

  private DigitClassifier(Supplier<SavedModel> network) {
    Thread caller = Thread.currentThread();
    ClassLoader callers = caller.getContextClassLoader();
    // ND4J looks for its backend there, which in a plug-in's host may be out of sight.
    caller.setContextClassLoader(DigitClassifier.class.getClassLoader());
    try {
      PictureFile.loadLibraries();
      // Not in the common pool, whose threads may all be waiting for this very classifier.
      Thread pictures = new Thread(FIRST_PICTURE, "first picture");
      pictures.setDaemon(true);
      pictures.start();
      SavedModel model = network.get();
      Classifier opened = new Classifier(model, model.classNames());
      rows = model.imageSize().rows();
      columns = model.imageSize().columns();
      preparedAsMnist = model.preparedAsMnist();
      classifier = new AtomicReference<>(opened);
      classNames = opened.classNames();
      judged = OutlierDetector.knowsImagesOf(model);
      probable = opened.isProbable();
      awaitFirstPicture();
    } finally {
      caller.setContextClassLoader(callers);
    }
  }

  private static void awaitFirstPicture() {
    try {
      FIRST_PICTURE.get();
    } catch (ExecutionException e) {
      // Nothing depends on it: if it failed, so will a picture, and say why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The network of a recipe that ships with mnist4j.
   *
   * @param recipe {@code cnn-best}, the most accurate; {@code cnn}, {@code mlp-512}, {@code
   *     mlp-64}, {@code numpy-mlp}; or {@code perceptron}, which only distinguishes 0 and 1
   * @throws IllegalArgumentException if there is no such recipe
   */
  public static DigitClassifier pretrained(String recipe) {
    return new DigitClassifier(() -> shipped(recipe));
  }

  private static SavedModel shipped(String recipe) {
    return Recipes.named(recipe)
        .map(Recipe::name)
        .flatMap(ModelFile::pretrained)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "found '%s', expected one of %s"
                        .formatted(
                            recipe,
                            Recipes.all().stream()
                                .map(Recipe::name)
                                .filter(ModelFile::hasPretrained)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * A network that mnist4j or another DL4J program saved: a zip of {@code ModelSerializer} with a
   * {@code MultiLayerNetwork} whose input is {@code [n, 784]} or {@code [n, 1, 28, 28]}, or images
   * of another size if mnist4j saved it.
   *
   * @throws IllegalArgumentException if the file is missing, not on disk but in a zip, or no such
   *     network; the message is one line
   */
  public static DigitClassifier load(Path zip) {
    requireOnDisk(zip);
    try {
      return new DigitClassifier(() -> ModelFile.load(zip));
    } catch (TrainingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The names of the classes, as the zip has them. Without them, ten classes are {@code "0"} to
   * {@code "9"}, and others {@code "class 0"} and so on.
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Whether the outputs are probabilities. Those of a linear last layer, as in {@code numpy-mlp},
   * only rank the classes.
   */
  public boolean givesProbabilities() {
    return probable;
  }

  /**
   * Classifies a picture.
   *
   * @throws IllegalArgumentException if it is too small, too large or blank, or its values have a
   *     sign or more than 16 bits, or are fractions of grey; the message is one line
   * @throws IllegalStateException if this classifier is closed
   */
  public Prediction classify(BufferedImage picture) {
    return prediction(open(), picture);
  }

  /**
   * Classifies a PNG, JPEG, GIF or BMP file.
   *
   * @throws IllegalArgumentException if the file is missing, not on disk but in a zip, or has
   *     another format, or its picture is damaged, too small, too large or blank; the message is
   *     one line
   * @throws IllegalStateException if this classifier is closed
   */
  public Prediction classify(Path file) {
    return prediction(open(), file);
  }

  /**
   * Classifies the content of a PNG, JPEG, GIF or BMP file.
   *
   * @throws IllegalArgumentException as for a file
   * @throws IllegalStateException if this classifier is closed
   */
  public Prediction classify(byte[] file) {
    return prediction(open(), file);
  }

  /**
   * Classifies an image that is already in the format of MNIST. No digit is looked for: a blank one
   * gets an answer, too.
   *
   * @param pixels {@code [784]} unless the network has images of another size, row by row, each in
   *     [0, 1]: 0 is background, 1 is full ink; copied
   * @throws IllegalArgumentException if their number is another, or one is not in [0, 1]
   * @throws IllegalStateException if this classifier is closed
   */
  public Prediction classify(float[] pixels) {
    return prediction(open(), pixels);
  }

  /**
   * Classifies several pictures, with as many threads as there are cores.
   *
   * @param pictures each a {@link BufferedImage}, a {@link Path}, a {@code byte[]} or a {@code
   *     float[]}, as the other methods take them
   * @return one prediction per picture, in the same order, each equal to the last bit to that of
   *     {@code classify}
   * @throws IllegalArgumentException if some of them cannot be classified or have another type; the
   *     message says which is the first one, and why
   * @throws IllegalStateException if this classifier is closed
   */
  public List<Prediction> classifyAll(List<?> pictures) {
    Classifier open = open();
    // As values: what is thrown in another thread arrives as a copy, and not of the first picture.
    List<Object> found =
        pictures.parallelStream().map(picture -> predictionOrFailure(open, picture)).toList();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i) instanceof IllegalArgumentException failure) {
        throw new IllegalArgumentException(
            "picture %d of %d: %s".formatted(i + 1, found.size(), failure.getMessage()), failure);
      }
    }
    return found.stream().map(Prediction.class::cast).toList();
  }

  private Object predictionOrFailure(Classifier open, Object picture) {
    try {
      return prediction(open, picture);
    } catch (IllegalArgumentException e) {
      return e;
    }
  }

  /** Asked once for each call, which {@link #close} then leaves alone. */
  private Classifier open() {
    Classifier open = classifier.get();
    if (open == null) {
      throw new IllegalStateException("this classifier is closed");
    }
    return open;
  }

  private Prediction prediction(Classifier open, Object picture) {
    float[] pixels = pixels(picture);
    try {
      return new Prediction(open.classify(pixels), pixels, columns, judged);
    } catch (TrainingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The network's input. */
  private float[] pixels(Object picture) {
    if (picture instanceof float[] pixels) {
      return copy(pixels);
    }
    if (picture instanceof Path file) {
      requireOnDisk(file);
      return pixels(PictureFile.read(file));
    }
    if (picture instanceof byte[] file) {
      return pixels(PictureFile.decode(SUBJECT, file));
    }
    if (picture instanceof BufferedImage image) {
      return pixels(DigitPicture.of(SUBJECT, image));
    }
    throw new IllegalArgumentException(
        "found %s, expected a BufferedImage, a Path, a byte[] or a float[]"
            .formatted(picture == null ? null : picture.getClass().getName()));
  }

  private float[] copy(float[] pixels) {
    if (pixels.length != rows * columns) {
      throw new IllegalArgumentException(
          "found %d values, expected %d for %s"
              .formatted(pixels.length, rows * columns, new ImageSize(rows, columns)));
    }
    float[] copy = pixels.clone();
    for (int i = 0; i < copy.length; i++) {
      // Written so that NaN fails too.
      if (!(copy[i] >= 0 && copy[i] <= 1)) {
        throw new IllegalArgumentException(
            "found %s at pixel %d, expected 0 (background) to 1 (full ink)".formatted(copy[i], i));
      }
    }
    return copy;
  }

  private float[] pixels(DigitPicture picture) {
    byte[] greys =
        preparedAsMnist ? PreparedDigit.of(picture).greys() : picture.greys(rows, columns);
    float[] pixels = new float[greys.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (greys[i] & 0xff) / 255f;
    }
    return pixels;
  }

  /** A path may also lead into a zip, whose files have no place that other libraries can open. */
  private static void requireOnDisk(Path file) {
    if (file.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(
          "%s is in a file system of the kind %s, expected a file on disk; copy it to one"
              .formatted(file, file.getFileSystem().provider().getScheme()));
    }
  }

  /**
   * Releases the network. Calls under way are finished; later ones fail. Closing again does
   * nothing.
   */
  @Override
  public void close() {
    classifier.set(null);
  }
}
