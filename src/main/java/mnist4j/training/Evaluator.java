package mnist4j.training;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Evaluates a network on labelled images. */
public final class Evaluator {

  /** Images per forward pass: enough to keep the cores busy, small enough to stay in cache. */
  private static final int BATCH = 1_000;

  /** Outputs of layers per forward pass, 400 MB, above which it takes fewer images. */
  private static final long MAX_VALUES = 100_000_000;

  /** Those with a target of 0 or 1 per output, each with all classes weighing the same. */
  private static final List<ILossFunction> KNOWN_LOSSES =
      List.of(
          new LossMCXENT(),
          new LossNegativeLogLikelihood(),
          new LossBinaryXENT(),
          new LossMSE(),
          new LossL2(),
          new LossMAE(),
          new LossL1());

  private Evaluator() {}

  /**
   * Refuses a network whose loss on labelled images is not known.
   *
   * @param subject names the network
   * @throws TrainingException if it does not end with a dense output layer and a loss over one
   *     target per output
   */
  public static void requireKnownLoss(MultiLayerNetwork network, String subject) {
    Layer last = network.getLayerWiseConfigurations().getConf(network.getnLayers() - 1).getLayer();
    if (!(last instanceof OutputLayer output)) {
      throw new TrainingException(
          "%s ends with a %s, expected an OutputLayer, which has the loss to evaluate"
              .formatted(subject, last.getClass().getSimpleName()));
    }
    if (known(output.getLossFn()).isEmpty()) {
      throw new TrainingException(
          "%s has the loss %s, expected one of %s"
              .formatted(
                  subject,
                  output.getLossFn().getClass().getSimpleName(),
                  KNOWN_LOSSES.stream()
                      .map(known -> known.getClass().getSimpleName())
                      .collect(joining(", "))));
    }
  }

  private static Optional<ILossFunction> known(ILossFunction loss) {
    return KNOWN_LOSSES.stream().filter(known -> known.getClass() == loss.getClass()).findFirst();
  }

  /**
   * One forward pass over the images.
   *
   * @param network takes {@code [n, pixels]} float32 in [0, 1], such as {@code [n, 784]}
   * @param classes of the data set; 2 for a network with one output
   * @return predictions in the images' order and the mean loss, without any penalty on the weights
   *     and with all classes weighing the same; NaN if an output is
   */
  public static EvaluationResult evaluate(
      MultiLayerNetwork network, LabelledImages images, int classes) {
    BaseOutputLayer layer = (BaseOutputLayer) network.getOutputLayer().conf().getLayer();
    double lossSum = 0;
    int[] predicted = new int[images.size()];
    double[] confidences = new double[images.size()];
    int most = imagesPerPass(network, images.pixelsPerImage());
    for (int from = 0; from < images.size(); from += most) {
      LabelledImages batch = images.range(from, Math.min(from + most, images.size()));
      INDArray outputs = network.output(batch.features());
      lossSum += loss(layer, outputs, batch.targets((int) outputs.size(1)));
      int[] decided = classes(outputs);
      // ND4J's toFloatMatrix makes an array of its own for every row.
      float[] values = outputs.dup('c').data().asFloat();
      for (float value : values) {
        // The losses that keep a logarithm from 0 take NaN for 0.
        lossSum = Float.isNaN(value) ? Double.NaN : lossSum;
      }
      int columns = values.length / decided.length;
      for (int i = 0; i < decided.length; i++) {
        predicted[from + i] = decided[i];
        confidences[from + i] = confidence(values, i * columns, columns, decided[i]);
      }
    }
    EvaluationResult result =
        EvaluationResult.ofPredictions(
            lossSum / images.size(), classes, images.labels(), predicted, confidences);
    return givesProbabilities(network, (int) layer.getNOut())
        ? result
        : result.withoutProbabilities();
  }

  /** Images in a forward pass, at most. */
  static int imagesPerPass(MultiLayerNetwork network, int pixels) {
    long values =
        new ConfigurationReader("the network")
            .requireSmallPass(network.getLayerWiseConfigurations(), pixels);
    return (int) Math.max(1, Math.min(BATCH, MAX_VALUES / values));
  }

  /** The class of each row, {@code [n]}: the arg max; for a single output, the second above 1/2. */
  private static int[] classes(INDArray outputs) {
    return outputs.size(1) == 1
        ? outputs.gt(0.5).castTo(DataType.INT32).toIntVector()
        : outputs.argMax(1).toIntVector();
  }

  /**
   * Whether the outputs are probabilities: those of a softmax, or of a single sigmoid. Others, such
   * as those of a linear layer, only rank the classes.
   */
  static boolean givesProbabilities(MultiLayerNetwork network, int outputs) {
    if (!(network.getLayer(network.getnLayers() - 1).conf().getLayer() instanceof BaseLayer last)) {
      return false;
    }
    return last.getActivationFn() instanceof ActivationSoftmax
        || outputs == 1 && last.getActivationFn() instanceof ActivationSigmoid;
  }

  /**
   * The summed loss of outputs that are activated already, hence the identity. Left to itself DL4J
   * keeps the logarithm of a softmax from 0; it does not where it sees the identity, so that is
   * done here. Weights of classes are for training only.
   */
  private static double loss(BaseOutputLayer layer, INDArray outputs, INDArray targets) {
    INDArray safe = outputs;
    ILossFunction own = layer.getLossFn();
    ILossFunction loss = known(own).orElse(own);
    if (own instanceof LossMCXENT crossEntropy) {
      safe = Transforms.max(outputs, crossEntropy.getSoftmaxClipEps(), true);
    } else if (own instanceof LossBinaryXENT crossEntropy) {
      loss = new LossBinaryXENT(crossEntropy.getClipEps(), null);
    }
    // ND4J's own sum of an array takes longer than all the rest, since it wakes a thread.
    double sum = 0;
    for (float ofImage :
        loss.computeScoreArray(targets, safe, new ActivationIdentity(), null).data().asFloat()) {
      sum += ofImage;
    }
    return sum;
  }

  /** Of the outputs from {@code start} on, as many as there are columns. */
  private static double confidence(float[] outputs, int start, int columns, int decided) {
    if (columns > 1) {
      return outputs[start + decided];
    }
    return decided == 1 ? outputs[start] : 1 - outputs[start];
  }
}
