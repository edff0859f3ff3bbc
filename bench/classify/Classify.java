import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import mnist4j.DigitClassifier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Latency and throughput of one network: {@code Classify mnist4j RECIPE}, {@code Classify dl4j ZIP}
 * with plain DL4J, or {@code Classify picture RECIPE} with a picture of 500 x 500 pixels.
 */
class Classify {

  static final int CALLS = 5_000;
  static final int CALLS_WITH_PICTURES = 500;
  static final int IMAGES = 10_000;

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0] + " " + new File(arguments[1]).getName().replace(".zip", "");
    switch (arguments[0]) {
      case "mnist4j" -> {
        try (DigitClassifier classifier = DigitClassifier.pretrained(arguments[1])) {
          measure(name, classifier::classify);
        }
      }
      case "dl4j" -> {
        MultiLayerNetwork network = MultiLayerNetwork.load(new File(arguments[1]), false);
        latency(
            name,
            CALLS,
            pixels -> network.output(Nd4j.createFromArray(pixels).reshape(1, 784)).toFloatVector());
      }
      case "picture" -> {
        BufferedImage picture = seven();
        try (DigitClassifier classifier = DigitClassifier.pretrained(arguments[1])) {
          latency(name, CALLS_WITH_PICTURES, pixels -> classifier.classify(picture));
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static void measure(String name, Consumer<float[]> classify) throws Exception {
    latency(name, CALLS, classify);
    for (int threads : new int[] {1, 2}) {
      throughput(name, classify, threads);
    }
  }

  /** Half as many calls come first, for the compiler. */
  static void latency(String name, int calls, Consumer<float[]> classify) {
    float[][] images = images(1_000);
    for (int i = 0; i < calls / 2; i++) {
      classify.accept(images[i % images.length]);
    }
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      classify.accept(images[i % images.length]);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.3f ms, p99 %.3f ms%n",
        name,
        nanos[calls / 2] / 1e6,
        nanos[calls * 99 / 100] / 1e6);
  }

  static void throughput(String name, Consumer<float[]> classify, int threads) throws Exception {
    float[][] images = images(1_000);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    List<Future<?>> parts = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      parts.add(
          pool.submit(
              () -> {
                for (int i = 0; i < IMAGES / threads; i++) {
                  classify.accept(images[i % images.length]);
                }
              }));
    }
    for (Future<?> part : parts) {
      part.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    pool.shutdown();
    System.out.printf(
        Locale.ROOT, "%s: %,.0f images/s with %d thread(s)%n", name, IMAGES / seconds, threads);
  }

  /** A fifth of the pixels inked, as in MNIST. */
  static float[][] images(int count) {
    Random random = new Random(1);
    float[][] images = new float[count][784];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextInt(5) == 0 ? random.nextFloat() : 0;
      }
    }
    return images;
  }

  static BufferedImage seven() {
    BufferedImage picture = new BufferedImage(500, 500, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 500, 500);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new java.awt.BasicStroke(30));
    graphics.drawPolyline(new int[] {130, 370, 230}, new int[] {110, 110, 400}, 3);
    graphics.dispose();
    return picture;
  }
}
