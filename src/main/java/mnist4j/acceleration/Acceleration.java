package mnist4j.acceleration;

import mnist4j.acceleration.step.AcceleratedNetwork;
import mnist4j.acceleration.step.NetworkPlan;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Makes networks that train faster than DL4J's own and are the same in every other respect. */
public final class Acceleration {

  private Acceleration() {}

  /**
   * A network that is still to be initialised. It has the mathematics, the configuration and the
   * saved form of {@code new MultiLayerNetwork(configuration)}, and it is just that on a GPU or if
   * the configuration has anything that the fused training step does not know.
   *
   * <p>On the CPU this sets ND4J's matrix products and element-wise operations to one thread each,
   * for the whole process. The fused step brings its own threads, and waiting threads of the BLAS
   * and of ND4J would spin on the processors that it needs. DL4J's own small networks gain from it
   * too; oneDNN's convolutions keep their threads.
   *
   * @param configuration with the input sizes filled in, as {@code setInputType} does
   * @param threads that a training step may use, at least 1; the same number gives the same weights
   *     to the last bit
   */
  public static MultiLayerNetwork network(MultiLayerConfiguration configuration, int threads) {
    if (!Nd4j.getEnvironment().isCPU()) {
      return new MultiLayerNetwork(configuration);
    }
    Nd4j.factory().blas().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    return NetworkPlan.of(configuration)
        .<MultiLayerNetwork>map(plan -> new AcceleratedNetwork(configuration, plan, threads))
        .orElseGet(() -> new MultiLayerNetwork(configuration));
  }
}
