import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * mlp-64 with DL4J's own {@code ParameterAveragingTrainingMaster} in two tasks of one process.
 * Arguments: the directory of MNIST's four IDX files, epochs, steps between two averages.
 */
public final class ParameterAveraging {

  private static final int BATCH = 32;

  private ParameterAveraging() {}

  public static void main(String[] arguments) throws Exception {
    java.io.File mnist = new java.io.File(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    int every = Integer.parseInt(arguments[2]);
    SparkConf conf =
        new SparkConf()
            .setAppName("dl4j-spark")
            .setMaster("local[2]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      context.setLogLevel("ERROR");
      ParameterAveragingTrainingMaster master =
          new ParameterAveragingTrainingMaster.Builder(2, 1)
              .batchSizePerWorker(BATCH)
              .averagingFrequency(every)
              .workerPrefetchNumBatches(2)
              .build();
      SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(context, network(), master);
      List<DataSet> images = new ArrayList<>();
      new MnistDataSetIterator(1, 60_000, false, true, false, 1, mnist)
          .forEachRemaining(images::add);
      JavaRDD<DataSet> train = context.parallelize(images, 2).cache();
      train.count();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        long start = System.nanoTime();
        network.fit(train);
        double seconds = (System.nanoTime() - start) / 1e9;
        double accuracy =
            network
                .getNetwork()
                .evaluate(new MnistDataSetIterator(1_000, 10_000, false, false, false, 1, mnist))
                .accuracy();
        System.out.printf(
            Locale.ROOT, "epoch %d: test accuracy %.4f, %.1f s%n", epoch, accuracy, seconds);
      }
    }
  }

  private static MultiLayerConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(new Adam(1e-3))
        .list()
        .layer(new DenseLayer.Builder().nOut(64).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(784))
        .build();
  }
}
