package mnist4j.training;

import java.util.function.IntConsumer;
import mnist4j.acceleration.Acceleration;
import mnist4j.acceleration.CorrectCount;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Creates networks; the only class outside of acceleration that knows about it. */
public final class Networks {

  private Networks() {}

  /** A network with new weights, whose steps may use as many threads as the native library. */
  public static MultiLayerNetwork fresh(MultiLayerConfiguration configuration) {
    enableHelpers();
    MultiLayerNetwork network = Acceleration.network(configuration, threads());
    network.init();
    return network;
  }

  /** Threads that a network's step may use, at least 1. */
  static int threads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  /** Does each part of a piece of work with those threads; see {@link Acceleration#inParallel}. */
  static void inParallel(int parts, IntConsumer work) {
    Acceleration.inParallel(parts, work);
  }

  /**
   * A network with the parameters of another one, the same array, which outputs with one thread.
   * Several of them can compute at the same time, which DL4J does not allow a single network. As
   * long as it only outputs, it has no other array as large.
   */
  static MultiLayerNetwork sharing(MultiLayerNetwork original) {
    MultiLayerNetwork network =
        Acceleration.network(original.getLayerWiseConfigurations().clone(), 1);
    network.init(original.params(), false);
    return network;
  }

  /** Whether acceleration is on. */
  public static boolean isAccelerated() {
    return Acceleration.isEnabled();
  }

  /** Whether DL4J's layers use oneDNN where they have a helper for it. */
  public static boolean useOneDnn() {
    enableHelpers();
    return Acceleration.usesLayerHelpers();
  }

  /** Lets DL4J's own layers use oneDNN, unless acceleration is off. */
  public static void enableHelpers() {
    Acceleration.enableLayerHelpers();
  }

  /**
   * Sets the listeners that measure a network's loss and accuracy while it trains, and end training
   * that diverges.
   *
   * @param learningRate as it was given, for messages
   */
  public static EpochMetrics measure(
      MultiLayerNetwork network, TrainingProgress progress, double learningRate) {
    CorrectCount correct = new CorrectCount();
    EpochMetrics metrics = new EpochMetrics(progress, correct::count, learningRate);
    network.setListeners(correct, metrics);
    return metrics;
  }

  /** The same with the learning rate of the network's configuration. */
  public static EpochMetrics measure(MultiLayerNetwork network, TrainingProgress progress) {
    return measure(network, progress, network.getLearningRate(0));
  }
}
