package mnist4j.training;

import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Judges a network on labelled images. */
public final class Evaluator {

  /** Images per forward pass: enough to keep the cores busy, small enough to stay in cache. */
  private static final int BATCH = 1_000;

  private Evaluator() {}

  /**
   * One forward pass over the images.
   *
   * @param network takes {@code [n, 784]} float32 in [0, 1]
   * @param classes of the data set; 2 for a network with one output
   * @return predictions in the images' order and the mean loss without any penalty on the weights
   */
  public static EvaluationResult score(
      MultiLayerNetwork network, LabelledImages images, int classes) {
    BaseOutputLayer layer = (BaseOutputLayer) network.getOutputLayer().conf().getLayer();
    double lossSum = 0;
    int[] predicted = new int[images.size()];
    double[] confidences = new double[images.size()];
    for (int from = 0; from < images.size(); from += BATCH) {
      LabelledImages batch = images.range(from, Math.min(from + BATCH, images.size()));
      INDArray outputs = network.output(batch.features());
      INDArray targets = Labels.of(batch, (int) outputs.size(1));
      lossSum += loss(layer, outputs, targets);
      int[] decided = Labels.classes(outputs, 0.5);
      float[][] values = outputs.toFloatMatrix();
      for (int i = 0; i < decided.length; i++) {
        predicted[from + i] = decided[i];
        confidences[from + i] = confidence(values[i], decided[i]);
      }
    }
    EvaluationResult result =
        EvaluationResult.ofPredictions(
            lossSum / images.size(), classes, images.labels(), predicted, confidences);
    return givesProbabilities(layer) ? result : result.withoutProbabilities();
  }

  private static boolean givesProbabilities(BaseOutputLayer layer) {
    return layer.getActivationFn() instanceof ActivationSoftmax
        || layer.getActivationFn() instanceof ActivationSigmoid;
  }

  /**
   * The summed loss of outputs that are activated already, hence the identity. Left to itself DL4J
   * keeps the logarithm of a softmax from 0; it does not where it sees the identity, so that is
   * done here.
   */
  private static double loss(BaseOutputLayer layer, INDArray outputs, INDArray targets) {
    INDArray safe =
        layer.getLossFn() instanceof LossMCXENT crossEntropy
            ? Transforms.max(outputs, crossEntropy.getSoftmaxClipEps(), true)
            : outputs;
    return layer.getLossFn().computeScore(targets, safe, new ActivationIdentity(), null, false);
  }

  private static double confidence(float[] outputs, int decided) {
    if (outputs.length > 1) {
      return outputs[decided];
    }
    return decided == 1 ? outputs[0] : 1 - outputs[0];
  }
}
