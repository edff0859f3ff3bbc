import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mnist4j.DigitClassifier;
import mnist4j.Prediction;

/** Classifies pictures in several threads, which share one classifier. */
public final class Embed {

  private static final int THREADS = 4;

  private Embed() {}

  /**
   * @param files pictures of one digit each
   */
  public static void main(String[] files) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (DigitClassifier classifier = DigitClassifier.pretrained("cnn-best")) {
      List<Future<Prediction>> predictions = new ArrayList<>();
      for (String file : files) {
        predictions.add(threads.submit(() -> classifier.classify(Path.of(file))));
      }
      for (int i = 0; i < files.length; i++) {
        System.out.printf("%s: %s%n", files[i], predictions.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
  }
}
