package mnist4j.training;

import mnist4j.acceleration.Acceleration;
import mnist4j.acceleration.LayerHelpers;
import mnist4j.acceleration.step.RightAnswers;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Makes the networks that are trained: accelerated ones, or plain DL4J ones with the system
 * property {@code mnist4j.acceleration=off}. No other class of this package uses acceleration.
 */
public final class Networks {

  private static final String SWITCH = "mnist4j.acceleration";

  private Networks() {}

  /** A network with fresh weights, whose steps may use as many threads as the native library. */
  public static MultiLayerNetwork fresh(MultiLayerConfiguration configuration) {
    enableHelpers();
    int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    MultiLayerNetwork network =
        isAccelerated()
            ? Acceleration.network(configuration, threads)
            : new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** Whether the switch is on. */
  public static boolean isAccelerated() {
    return !System.getProperty(SWITCH, "on").equals("off");
  }

  /** Whether DL4J's layers run through oneDNN where they have a helper for it. */
  public static boolean useOneDnn() {
    enableHelpers();
    return LayerHelpers.areUsed();
  }

  /** Lets DL4J's own layers use oneDNN, unless the switch is off. */
  public static void enableHelpers() {
    if (isAccelerated()) {
      LayerHelpers.enable();
    }
  }

  /** Measures a network's loss and accuracy while it trains; replaces its listeners. */
  public static EpochMetrics measure(MultiLayerNetwork network, TrainingProgress progress) {
    RightAnswers answers = new RightAnswers();
    EpochMetrics metrics = new EpochMetrics(progress, answers::count);
    network.setListeners(answers, metrics);
    return metrics;
  }
}
