package mnist4j.acceleration.step;

import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The shape and options of one layer, or of one reshaping between layers. */
sealed interface LayerSpec {

  /** Input values per example. */
  int inputs();

  /** Output values per example. */
  default int outputs() {
    return inputs();
  }

  /** Number of parameters, in DL4J's order. */
  default int parameters() {
    return 0;
  }

  /** Multiplications per example in the forward pass; 0 if negligible. */
  default long multiplications() {
    return 0;
  }

  /** Creates the layer's computation for one worker. */
  LayerKernel kernel(LayerContext context);

  /**
   * What a worker's kernel of one layer is made from.
   *
   * @param parameters the network's, flat
   * @param gradients the worker's, flat and as long as the parameters; allocated when first asked
   *     for
   * @param offset index of the layer's first parameter
   * @param first whether it is the network's first layer, which needs no gradient of its input
   * @param threads that the layer may use within the worker, at least 1
   * @param shared what all workers share
   */
  record LayerContext(
      INDArray parameters,
      Supplier<NativeMatrix> gradients,
      int offset,
      boolean first,
      int threads,
      SharedState shared) {}

  /**
   * The state that all workers share while a batch passes.
   *
   * @param normalizers one for each batch normalisation, in order
   * @param dropouts one for each dropout, in order
   */
  record SharedState(List<BatchNormalizer> normalizers, List<DropoutKernel> dropouts) {}

  /**
   * A fully connected layer. DL4J stores its weights as {@code [outputs, inputs]}, row-major, then
   * the biases.
   */
  record DenseSpec(int inputs, int outputs, boolean biased, ActivationFunction activation)
      implements LayerSpec {

    /** Number of weights from which on several threads are faster than one. */
    private static final int WEIGHTS_FOR_THREADS = 200_000;

    int weights() {
      return inputs * outputs;
    }

    int biases() {
      return biased ? outputs : 0;
    }

    @Override
    public int parameters() {
      return weights() + biases();
    }

    @Override
    public long multiplications() {
      return weights();
    }

    @Override
    public LayerKernel kernel(LayerContext context) {
      boolean shared = context.first() && weights() >= WEIGHTS_FOR_THREADS;
      return new DenseKernel(this, context, shared ? Math.min(context.threads(), outputs) : 1);
    }
  }

  /** A height and a width in pixels. */
  record Size(int height, int width) {

    static final Size ONE = new Size(1, 1);

    int area() {
      return height * width;
    }
  }

  /**
   * A convolution without padding, its activation, and the max pooling that may follow it. DL4J
   * stores the biases, then the weights as {@code [filters, channels, kernel height, kernel
   * width]}.
   *
   * @param channels of the input
   * @param image height and width of the input
   * @param filters channels of the output
   * @param kernel height and width of the kernel
   * @param stride of the convolution, down and across
   * @param biased whether each filter has a bias
   * @param activation applied after the pooling, which gives the same as before it
   * @param pool height and width of a pooling window, which is also its stride; 1 × 1 is no pooling
   */
  record ConvolutionSpec(
      int channels,
      Size image,
      int filters,
      Size kernel,
      Size stride,
      boolean biased,
      ActivationFunction activation,
      Size pool)
      implements LayerSpec {

    ConvolutionSpec pooledBy(Size window) {
      return new ConvolutionSpec(
          channels, image, filters, kernel, stride, biased, activation, window);
    }

    /** Size of the output after pooling. Rows and columns that fill no window are left out. */
    Size output() {
      int convolvedHeight = (image.height - kernel.height) / stride.height + 1;
      int convolvedWidth = (image.width - kernel.width) / stride.width + 1;
      return new Size(convolvedHeight / pool.height, convolvedWidth / pool.width);
    }

    /**
     * The index among DL4J's parameters of this layer of each weight, in the order of a matrix
     * {@code [kernel area · channels, filters]}. One of its rows is one kernel position and
     * channel; the channels of a position are adjacent.
     */
    int[] packing() {
      int area = kernel.area();
      int[] packing = new int[area * channels * filters];
      int packed = 0;
      for (int position = 0; position < area; position++) {
        for (int channel = 0; channel < channels; channel++) {
          for (int filter = 0; filter < filters; filter++) {
            packing[packed++] = biases() + (filter * channels + channel) * area + position;
          }
        }
      }
      return packing;
    }

    /** Input values beneath one row of the kernel. */
    int patch() {
      return kernel.width * channels;
    }

    int biases() {
      return biased ? filters : 0;
    }

    @Override
    public int inputs() {
      return image.area() * channels;
    }

    @Override
    public int outputs() {
      return output().area() * filters;
    }

    @Override
    public int parameters() {
      return biases() + kernel.area() * channels * filters;
    }

    @Override
    public long multiplications() {
      return (long) output().area() * pool.area() * parameters();
    }

    @Override
    public LayerKernel kernel(LayerContext context) {
      return !context.first() && WinogradKernel.supports(this)
          ? new WinogradKernel(this, context.offset())
          : new ConvolutionKernel(this, context.offset(), context.first());
    }
  }

  /** From feature maps to a flat vector, see {@link FlattenPass}. */
  record FlattenSpec(Size image, int channels) implements LayerSpec {

    @Override
    public int inputs() {
      return image.area() * channels;
    }

    @Override
    public LayerKernel kernel(LayerContext context) {
      return examples -> new FlattenPass(this, examples);
    }
  }

  /**
   * Batch normalisation (Ioffe and Szegedy, 2015) of feature maps or of a flat vector. DL4J stores
   * gamma, beta, the running mean and the decimal logarithm of the running standard deviation, each
   * one value per channel.
   *
   * @param index among the network's batch normalisations
   * @param pixels height times width of the feature maps; 1 for a flat vector
   * @param channels of the feature maps, or length of the vector
   * @param epsilon added to the variance
   * @param decay share of the running averages that a step keeps
   */
  record BatchNormalizationSpec(int index, int pixels, int channels, double epsilon, double decay)
      implements LayerSpec {

    @Override
    public int inputs() {
      return pixels * channels;
    }

    @Override
    public int parameters() {
      return 4 * channels;
    }

    @Override
    public LayerKernel kernel(LayerContext context) {
      return context.shared().normalizers().get(index).kernel();
    }
  }

  /**
   * Inverted dropout of a flat vector (Srivastava and others, 2014).
   *
   * @param index among the network's dropouts
   * @param inputs length of the vector
   * @param retained probability that a value is kept, above 0
   */
  record DropoutSpec(int index, int inputs, double retained) implements LayerSpec {

    @Override
    public LayerKernel kernel(LayerContext context) {
      return context.shared().dropouts().get(index);
    }
  }
}
