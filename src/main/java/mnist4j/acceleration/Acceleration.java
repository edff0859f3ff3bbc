package mnist4j.acceleration;

import java.util.function.IntConsumer;
import mnist4j.acceleration.step.AcceleratedNetwork;
import mnist4j.acceleration.step.ThreadTeam;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.Nd4jCpu;

/**
 * Makes DL4J networks train faster on the CPU: with a fused training step for the layers it
 * supports, and with DL4J's oneDNN layer helpers for all others. The system property {@code
 * mnist4j.acceleration=off} turns both off.
 */
public final class Acceleration {

  private static final String SWITCH = "mnist4j.acceleration";

  private Acceleration() {}

  /** Whether acceleration is on, which it is unless the system property turns it off. */
  public static boolean isEnabled() {
    return !System.getProperty(SWITCH, "on").equals("off");
  }

  /**
   * A network that is not yet initialised. It has the mathematics, the configuration and the saved
   * form of {@code new MultiLayerNetwork(configuration)}. It is exactly that if acceleration is
   * off, on a GPU, or if the configuration contains anything that the fused step does not support.
   *
   * <p>On the CPU this sets ND4J's matrix products and element-wise operations to one thread each,
   * for the whole process: the fused step has its own threads, and waiting threads of the BLAS and
   * of ND4J would spin on the cores that it needs. DL4J's own small networks gain from this too;
   * oneDNN's convolutions keep their threads.
   *
   * @param configuration with the input sizes filled in, as {@code setInputType} does
   * @param threads that a training step may use, at least 1; the same number gives the same weights
   *     to the last bit
   */
  public static MultiLayerNetwork network(MultiLayerConfiguration configuration, int threads) {
    if (!isEnabled() || !Nd4j.getEnvironment().isCPU()) {
      return new MultiLayerNetwork(configuration);
    }
    Nd4j.factory().blas().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    return AcceleratedNetwork.of(configuration, threads);
  }

  /**
   * Does each part of a piece of work once, with the threads of the fused steps, and returns when
   * all have ended. Between two steps these threads are awake, others would have to be woken.
   *
   * @param parts that may be done at the same time
   * @param work is given the number of a part, from 0 on; what it throws is thrown when no part is
   *     at work any more
   */
  public static void inParallel(int parts, IntConsumer work) {
    ThreadTeam.forEach(parts, work);
  }

  /**
   * Turns on DL4J's layer helpers, the oneDNN implementations of its layers, which DL4J leaves off
   * by default. A choice already made by DL4J's own system property stands. DL4J reads the property
   * when it builds a layer, so call this before making the first network. Does nothing if
   * acceleration is off.
   */
  public static void enableLayerHelpers() {
    if (isEnabled() && System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    }
  }

  /** Whether layers built now run through their oneDNN helpers where they have one. */
  public static boolean usesLayerHelpers() {
    return "false".equals(System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY))
        && hasOneDnn();
  }

  /** Asks as DL4J's helpers do, but not through them: DL4J's next release has none. */
  private static boolean hasOneDnn() {
    try {
      return Nd4jCpu.Environment.getInstance().isUseMKLDNN();
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
