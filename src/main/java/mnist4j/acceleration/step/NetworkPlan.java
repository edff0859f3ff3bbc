package mnist4j.acceleration.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mnist4j.acceleration.step.ConvolutionPlan.Extent;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A network in the terms of the fused step.
 *
 * @param layers from the input on
 * @param loss at the end
 */
public record NetworkPlan(List<LayerPlan> layers, Loss loss) {

  /** Images in a slice of a convolutional network: their patches fit the second-level cache. */
  private static final int IMAGES_PER_SLICE = 8;

  private static final int ROWS_PER_SLICE = 128;

  int inputs() {
    return layers.get(0).inputs();
  }

  int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Whether the network answers otherwise in training than afterwards. */
  boolean differsInTraining() {
    return layers.stream()
        .anyMatch(layer -> layer instanceof NormalisationPlan || layer instanceof DropoutPlan);
  }

  /** Multiplications per example, forwards. */
  long multiplications() {
    return layers.stream().mapToLong(LayerPlan::multiplications).sum();
  }

  /** Examples that a lane handles at a time. */
  int sliceSize() {
    return layers.get(0) instanceof ConvolutionPlan ? IMAGES_PER_SLICE : ROWS_PER_SLICE;
  }

  /**
   * The plan of a configuration, or nothing if any part of it is outside what the fused step knows:
   * dense layers and convolutions of one-channel images without padding, max pooling whose windows
   * do not overlap, batch normalisation behind these, dropout of a dense layer's input, ReLU,
   * sigmoid, tanh and identity, and at the end softmax with cross-entropy or a squared error. The
   * configuration has its input sizes filled in.
   */
  public static Optional<NetworkPlan> of(MultiLayerConfiguration configuration) {
    if (configuration.getDataType() != DataType.FLOAT
        || configuration.getBackpropType() != BackpropType.Standard) {
      return Optional.empty();
    }
    return new Reader(configuration).read();
  }

  /** Reads a configuration layer by layer; gives up at the first thing it does not know. */
  private static final class Reader {

    private final MultiLayerConfiguration configuration;
    private final List<LayerPlan> layers = new ArrayList<>();
    private Optional<ConvolutionPlan> maps = Optional.empty();
    private Optional<Loss> loss = Optional.empty();
    private int normalisations;
    private int dropouts;

    Reader(MultiLayerConfiguration configuration) {
      this.configuration = configuration;
    }

    Optional<NetworkPlan> read() {
      for (int i = 0; i < configuration.getConfs().size(); i++) {
        Layer layer = configuration.getConf(i).getLayer();
        InputPreProcessor reshaping = configuration.getInputPreProcess(i);
        if (loss.isPresent() || !isPlain(layer) || !add(layer, reshaping)) {
          return Optional.empty();
        }
      }
      return loss.map(known -> new NetworkPlan(List.copyOf(layers), known));
    }

    private static boolean isPlain(Layer layer) {
      boolean plain = layer.getConstraints() == null || layer.getConstraints().isEmpty();
      return plain && (!(layer instanceof BaseLayer base) || base.getWeightNoise() == null);
    }

    /** Exact classes only: a subclass may compute something else. */
    private boolean add(Layer layer, InputPreProcessor reshaping) {
      if (layer.getClass() == DenseLayer.class) {
        DenseLayer dense = (DenseLayer) layer;
        return !dense.hasLayerNorm() && addDense(dense, dense.hasBias(), reshaping);
      }
      if (layer.getClass() == OutputLayer.class) {
        return addOutput((OutputLayer) layer, reshaping);
      }
      return layer.getIDropout() == null && addUndropped(layer, reshaping);
    }

    private boolean addUndropped(Layer layer, InputPreProcessor reshaping) {
      if (layer.getClass() == ConvolutionLayer.class) {
        return addConvolution((ConvolutionLayer) layer, reshaping);
      }
      if (reshaping != null) {
        return false;
      }
      return layer.getClass() == SubsamplingLayer.class
          ? addPooling((SubsamplingLayer) layer)
          : layer.getClass() == BatchNormalization.class
              && addNormalisation((BatchNormalization) layer);
    }

    private boolean addOutput(OutputLayer output, InputPreProcessor reshaping) {
      ILossFunction function = output.getLossFn();
      if (output.getActivationFn() instanceof ActivationSoftmax) {
        loss = crossEntropy(function);
        return loss.isPresent()
            && flatten(reshaping)
            && addDropout(output)
            && addDense(output, output.hasBias(), Nonlinearity.IDENTITY);
      }
      loss = squaredError(function);
      return loss.isPresent() && addDense(output, output.hasBias(), reshaping);
    }

    private static Optional<Loss> crossEntropy(ILossFunction function) {
      return function.equals(new LossMCXENT())
          ? Optional.of(Loss.SOFTMAX_CROSS_ENTROPY)
          : Optional.empty();
    }

    private static Optional<Loss> squaredError(ILossFunction function) {
      if (function.equals(new LossMSE())) {
        return Optional.of(Loss.MEAN_OF_SQUARES);
      }
      return function.equals(new LossL2()) ? Optional.of(Loss.SUM_OF_SQUARES) : Optional.empty();
    }

    private boolean addDense(FeedForwardLayer layer, boolean biased, InputPreProcessor reshaping) {
      return flatten(reshaping)
          && addDropout(layer)
          && Nonlinearity.of(layer.getActivationFn())
              .filter(activation -> addDense(layer, biased, activation))
              .isPresent();
    }

    private boolean addDense(FeedForwardLayer layer, boolean biased, Nonlinearity activation) {
      return layers.add(
          new DensePlan((int) layer.getNIn(), (int) layer.getNOut(), biased, activation));
    }

    private boolean addDropout(FeedForwardLayer layer) {
      if (layer.getIDropout() == null) {
        return true;
      }
      return layer.getIDropout().getClass() == Dropout.class
          && ((Dropout) layer.getIDropout()).getPSchedule() == null
          && layers.add(
              new DropoutPlan(
                  dropouts++, (int) layer.getNIn(), ((Dropout) layer.getIDropout()).getP()));
    }

    private boolean flatten(InputPreProcessor reshaping) {
      if (reshaping == null) {
        return maps.isEmpty();
      }
      if (reshaping.getClass() != CnnToFeedForwardPreProcessor.class || maps.isEmpty()) {
        return false;
      }
      layers.add(
          new FlattenPlan(
              maps.get().output().height(), maps.get().output().width(), maps.get().filters()));
      maps = Optional.empty();
      return true;
    }

    private boolean addNormalisation(BatchNormalization layer) {
      return !layers.isEmpty()
          && !layer.isLockGammaBeta()
          && layer.isUseLogStd()
          && layer.getCnn2DFormat() == CNN2DFormat.NCHW
          && layers.add(
              new NormalisationPlan(
                  normalisations++,
                  maps.map(map -> map.output().area()).orElse(1),
                  (int) layer.getNOut(),
                  layer.getEps(),
                  layer.getDecay()));
    }

    private boolean addConvolution(ConvolutionLayer layer, InputPreProcessor reshaping) {
      Optional<Nonlinearity> activation = Nonlinearity.of(layer.getActivationFn());
      if (activation.isEmpty()
          || layer.getConvolutionMode() == ConvolutionMode.Same
          || layer.getConvolutionMode() == ConvolutionMode.Causal
          || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
          || Arrays.stream(layer.getPadding()).anyMatch(pixels -> pixels != 0)
          || Arrays.stream(layer.getDilation()).anyMatch(pixels -> pixels != 1)) {
        return false;
      }
      if (layers.isEmpty()) {
        return reshaping instanceof FeedForwardToCnnPreProcessor image
            && image.getNumChannels() == 1
            && add(
                layer, activation.get(), (int) image.getInputHeight(), (int) image.getInputWidth());
      }
      return reshaping == null
          && maps.isPresent()
          && add(
              layer, activation.get(), maps.get().output().height(), maps.get().output().width());
    }

    private boolean add(ConvolutionLayer layer, Nonlinearity activation, int height, int width) {
      ConvolutionPlan convolution =
          new ConvolutionPlan(
              (int) layer.getNIn(),
              height,
              width,
              (int) layer.getNOut(),
              extent(layer.getKernelSize()[0], layer.getKernelSize()[1]),
              extent(layer.getStride()[0], layer.getStride()[1]),
              layer.hasBias(),
              activation,
              Extent.ONE);
      maps = Optional.of(convolution);
      return layers.add(convolution);
    }

    private boolean addPooling(SubsamplingLayer layer) {
      Extent window = extent(layer.getKernelSize()[0], layer.getKernelSize()[1]);
      if (layer.getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX
          || layer.getConvolutionMode() == ConvolutionMode.Same
          || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
          || !window.equals(extent(layer.getStride()[0], layer.getStride()[1]))
          || Arrays.stream(layer.getPadding()).anyMatch(pixels -> pixels != 0)
          || Arrays.stream(layer.getDilation()).anyMatch(pixels -> pixels != 1)
          || layers.isEmpty()
          || !(last() instanceof ConvolutionPlan convolution)
          || !convolution.pool().equals(Extent.ONE)) {
        return false;
      }
      maps = Optional.of(convolution.pooledBy(window));
      layers.set(layers.size() - 1, maps.get());
      return true;
    }

    private LayerPlan last() {
      return layers.get(layers.size() - 1);
    }

    /** DL4J's sizes are {@code int} in one release and {@code long} in the next. */
    private static Extent extent(long height, long width) {
      return new Extent((int) height, (int) width);
    }
  }
}
