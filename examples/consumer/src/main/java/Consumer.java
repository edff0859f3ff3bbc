import java.io.File;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Loads a model zip of mnist4j and evaluates it on MNIST's test set, with DL4J alone. */
public final class Consumer {

  private static final int TEST_IMAGES = 10_000;
  private static final int BATCH = 500;

  private Consumer() {}

  /**
   * @param arguments the model zip, and the directory of MNIST's four uncompressed files
   */
  public static void main(String[] arguments) throws Exception {
    MultiLayerNetwork network = MultiLayerNetwork.load(new File(arguments[0]), false);
    // Grey value / 255, row by row: [BATCH, 784].
    var test =
        new MnistDataSetIterator(
            BATCH, TEST_IMAGES, false, false, false, 0, new File(arguments[1]));
    System.out.printf("accuracy %.4f%n", network.evaluate(test).accuracy());
    test.reset();
    DataSet first = test.next().get(0);
    System.out.printf(
        "the first image is a %s, predicted %s%n",
        Nd4j.argMax(first.getLabels(), 1), network.predict(first)[0]);
  }
}
