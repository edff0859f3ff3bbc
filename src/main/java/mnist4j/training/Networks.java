package mnist4j.training;

import mnist4j.acceleration.Acceleration;
import mnist4j.acceleration.LayerHelpers;
import mnist4j.acceleration.step.RightAnswers;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The one place that knows of acceleration. With the system property {@code
 * mnist4j.acceleration=off} every network is a plain one of DL4J's.
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

  /** Has a network's steps tallied. */
  public static EpochMetrics tally(MultiLayerNetwork network, TrainingProgress progress) {
    RightAnswers answers = new RightAnswers();
    EpochMetrics tally = new EpochMetrics(progress, answers::count);
    network.setListeners(answers, tally);
    return tally;
  }
}
