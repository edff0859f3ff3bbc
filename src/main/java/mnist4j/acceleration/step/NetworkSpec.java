package mnist4j.acceleration.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.acceleration.step.LayerSpec.BatchNormalizationSpec;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;
import mnist4j.acceleration.step.LayerSpec.DenseSpec;
import mnist4j.acceleration.step.LayerSpec.DropoutSpec;
import mnist4j.acceleration.step.LayerSpec.FlattenSpec;
import mnist4j.acceleration.step.LayerSpec.Size;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A network that the fused step supports.
 *
 * @param layers in order, from the input on
 * @param classWeights in the loss, one per output; empty if all weigh the same
 */
record NetworkSpec(List<LayerSpec> layers, Loss loss, float[] classWeights) {

  /** Images in a slice of a convolutional network: their patches fit the second-level cache. */
  private static final int IMAGES_PER_SLICE = 8;

  private static final int ROWS_PER_SLICE = 128;

  /** Input values per example. */
  int inputs() {
    return layers.get(0).inputs();
  }

  /** Output values per example. */
  int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Whether the outputs in training differ from those in inference. */
  boolean differsInTraining() {
    return layers.stream()
        .anyMatch(layer -> layer instanceof BatchNormalizationSpec || layer instanceof DropoutSpec);
  }

  /** Number of parameters. */
  long parameters() {
    return layers.stream().mapToLong(LayerSpec::parameters).sum();
  }

  /** Multiplications per example in the forward pass. */
  long multiplications() {
    return layers.stream().mapToLong(LayerSpec::multiplications).sum();
  }

  /** Examples that a worker processes at a time. */
  int sliceSize() {
    return layers.get(0) instanceof ConvolutionSpec ? IMAGES_PER_SLICE : ROWS_PER_SLICE;
  }

  /**
   * The specification of a configuration, or nothing if the fused step does not support all of it.
   * Supported are dense layers and convolutions of one-channel images without padding, max pooling
   * whose windows do not overlap, batch normalisation after these, dropout of a dense layer's
   * input, ReLU, sigmoid, tanh and identity, and at the end softmax with cross-entropy or a squared
   * error.
   *
   * @param configuration with the input sizes filled in
   */
  static Optional<NetworkSpec> of(MultiLayerConfiguration configuration) {
    return configuration.getDataType() == DataType.FLOAT
            && configuration.getBackpropType() == BackpropType.Standard
        ? new Reader().read(configuration)
        : Optional.empty();
  }

  /**
   * Reads a configuration layer by layer, as long as its methods return true: each adds one thing
   * to the specification or returns false if it is not supported.
   */
  private static final class Reader {

    private final List<LayerSpec> layers = new ArrayList<>();
    private Optional<ConvolutionSpec> maps = Optional.empty();
    private Optional<Loss> loss = Optional.empty();
    private float[] classWeights = {};
    private int normalizations;
    private int dropouts;

    Optional<NetworkSpec> read(MultiLayerConfiguration configuration) {
      for (int i = 0; i < configuration.getConfs().size(); i++) {
        Layer layer = configuration.getConf(i).getLayer();
        InputPreProcessor reshaping = configuration.getInputPreProcess(i);
        if (loss.isPresent()
            || !isPlainDescent(configuration.getConf(i))
            || isConstrained(layer)
            || !add(layer, reshaping)) {
          return Optional.empty();
        }
      }
      return loss.map(known -> new NetworkSpec(List.copyOf(layers), known, classWeights));
    }

    /** Whether an update is subtracted as it is. */
    private static boolean isPlainDescent(NeuralNetConfiguration configuration) {
      return configuration.getOptimizationAlgo()
              == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
          && configuration.getStepFunction() == null
          && configuration.isMinimize();
    }

    private static boolean isConstrained(Layer layer) {
      return layer.getConstraints() != null && !layer.getConstraints().isEmpty()
          || layer instanceof BaseLayer base && base.getWeightNoise() != null;
    }

    /** Compares exact classes: a subclass may compute something else. */
    private boolean add(Layer layer, InputPreProcessor reshaping) {
      if (layer.getClass() == DenseLayer.class) {
        DenseLayer dense = (DenseLayer) layer;
        return !dense.hasLayerNorm()
            && addDense(dense, dense.hasBias(), dense.getActivationFn(), reshaping);
      }
      if (layer.getClass() == OutputLayer.class) {
        return addOutput((OutputLayer) layer, reshaping);
      }
      if (layer.getIDropout() != null) {
        return false;
      }
      if (layer.getClass() == ConvolutionLayer.class) {
        return addConvolution((ConvolutionLayer) layer, reshaping);
      }
      if (layer.getClass() == SubsamplingLayer.class) {
        return reshaping == null && addPooling((SubsamplingLayer) layer);
      }
      return layer.getClass() == BatchNormalization.class
          && reshaping == null
          && addNormalization((BatchNormalization) layer);
    }

    private boolean addOutput(OutputLayer output, InputPreProcessor reshaping) {
      boolean softmax = output.getActivationFn() instanceof ActivationSoftmax;
      loss = softmax ? crossEntropy(output.getLossFn()) : loss(output.getLossFn());
      IActivation activation = softmax ? new ActivationIdentity() : output.getActivationFn();
      return loss.isPresent() && addDense(output, output.hasBias(), activation, reshaping);
    }

    private Optional<Loss> crossEntropy(ILossFunction function) {
      if (function.getClass() != LossMCXENT.class) {
        return Optional.empty();
      }
      INDArray weights = ((LossMCXENT) function).getWeights();
      classWeights = weights == null ? new float[0] : weights.toFloatVector();
      return function.equals(new LossMCXENT(weights))
          ? Optional.of(Loss.SOFTMAX_CROSS_ENTROPY)
          : Optional.empty();
    }

    private static Optional<Loss> loss(ILossFunction function) {
      if (function.equals(new LossMSE())) {
        return Optional.of(Loss.MEAN_OF_SQUARES);
      }
      return function.equals(new LossL2()) ? Optional.of(Loss.SUM_OF_SQUARES) : Optional.empty();
    }

    private boolean addDense(
        FeedForwardLayer layer,
        boolean biased,
        IActivation activation,
        InputPreProcessor reshaping) {
      Optional<ActivationFunction> known = ActivationFunction.of(activation);
      int inputs = (int) layer.getNIn();
      return known.isPresent()
          && addFlattening(reshaping)
          && addDropout(layer.getIDropout(), inputs)
          && layers.add(new DenseSpec(inputs, (int) layer.getNOut(), biased, known.get()));
    }

    private boolean addDropout(IDropout dropout, int inputs) {
      return dropout == null
          || dropout.getClass() == Dropout.class
              && ((Dropout) dropout).getPSchedule() == null
              && layers.add(new DropoutSpec(dropouts++, inputs, ((Dropout) dropout).getP()));
    }

    private boolean addFlattening(InputPreProcessor reshaping) {
      if (reshaping == null) {
        return maps.isEmpty();
      }
      if (reshaping.getClass() != CnnToFeedForwardPreProcessor.class || maps.isEmpty()) {
        return false;
      }
      layers.add(new FlattenSpec(maps.get().output(), maps.get().filters()));
      maps = Optional.empty();
      return true;
    }

    /** Not after another one, which shares its output among the slices of a batch. */
    private boolean addNormalization(BatchNormalization layer) {
      return !layers.isEmpty()
          && !(layers.get(layers.size() - 1) instanceof BatchNormalizationSpec)
          && !layer.isLockGammaBeta()
          && layer.isUseLogStd()
          && layer.getCnn2DFormat() == CNN2DFormat.NCHW
          && layers.add(
              new BatchNormalizationSpec(
                  normalizations++,
                  maps.map(map -> map.output().area()).orElse(1),
                  (int) layer.getNOut(),
                  layer.getEps(),
                  layer.getDecay()));
    }

    private boolean addConvolution(ConvolutionLayer layer, InputPreProcessor reshaping) {
      Optional<ActivationFunction> activation = ActivationFunction.of(layer.getActivationFn());
      Optional<Size> image = image(reshaping);
      if (activation.isEmpty()
          || image.isEmpty()
          || !hasPlainWindows(
              layer.getCnn2dDataFormat(),
              layer.getConvolutionMode(),
              size(layer.getPadding()[0], layer.getPadding()[1]),
              size(layer.getDilation()[0], layer.getDilation()[1]))) {
        return false;
      }
      maps =
          Optional.of(
              new ConvolutionSpec(
                  (int) layer.getNIn(),
                  image.get(),
                  (int) layer.getNOut(),
                  size(layer.getKernelSize()[0], layer.getKernelSize()[1]),
                  size(layer.getStride()[0], layer.getStride()[1]),
                  layer.hasBias(),
                  activation.get(),
                  Size.ONE));
      return layers.add(maps.get());
    }

    /** The size of a convolution's input: the network's, or the preceding feature maps'. */
    private Optional<Size> image(InputPreProcessor reshaping) {
      if (!layers.isEmpty()) {
        return reshaping == null ? maps.map(ConvolutionSpec::output) : Optional.empty();
      }
      return reshaping instanceof FeedForwardToCnnPreProcessor image && image.getNumChannels() == 1
          ? Optional.of(new Size((int) image.getInputHeight(), (int) image.getInputWidth()))
          : Optional.empty();
    }

    private boolean addPooling(SubsamplingLayer layer) {
      Size window = size(layer.getKernelSize()[0], layer.getKernelSize()[1]);
      if (layer.getPoolingType() != PoolingType.MAX
          || !window.equals(size(layer.getStride()[0], layer.getStride()[1]))
          || !hasPlainWindows(
              layer.getCnn2dDataFormat(),
              layer.getConvolutionMode(),
              size(layer.getPadding()[0], layer.getPadding()[1]),
              size(layer.getDilation()[0], layer.getDilation()[1]))
          || layers.isEmpty()
          || !(layers.get(layers.size() - 1) instanceof ConvolutionSpec convolution)
          || !convolution.pool().equals(Size.ONE)) {
        return false;
      }
      maps = Optional.of(convolution.pooledBy(window));
      layers.set(layers.size() - 1, maps.get());
      return true;
    }

    /**
     * Whether windows are of adjacent pixels of the image; some modes pad it of their own accord.
     */
    private static boolean hasPlainWindows(
        CNN2DFormat format, ConvolutionMode mode, Size padding, Size dilation) {
      return format == CNN2DFormat.NCHW
          && mode != ConvolutionMode.Same
          && mode != ConvolutionMode.Causal
          && padding.equals(size(0, 0))
          && dilation.equals(Size.ONE);
    }

    /** Sizes are {@code int} in this release of DL4J and {@code long} in the next. */
    private static Size size(long height, long width) {
      return new Size((int) height, (int) width);
    }
  }
}
