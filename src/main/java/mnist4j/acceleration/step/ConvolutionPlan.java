package mnist4j.acceleration.step;

/**
 * A convolution without padding, its activation, and the max pooling that may follow it. DL4J keeps
 * the biases first, then the weights as {@code [filters, channels, kernel height, kernel width]}.
 *
 * @param channels of the input
 * @param height of the input in pixels
 * @param width of the input in pixels
 * @param filters channels of the output
 * @param kernel height and width of the kernel in pixels
 * @param stride of the convolution in pixels, down and across
 * @param biased whether each filter has a bias
 * @param activation applied after the pooling, which gives the same as before it
 * @param pool height and width of a pooling window, which is also its stride; 1 × 1 is no pooling
 */
record ConvolutionPlan(
    int channels,
    int height,
    int width,
    int filters,
    Extent kernel,
    Extent stride,
    boolean biased,
    Nonlinearity activation,
    Extent pool)
    implements LayerPlan {

  /** A height and a width in pixels. */
  record Extent(int height, int width) {

    static final Extent ONE = new Extent(1, 1);

    int area() {
      return height * width;
    }
  }

  ConvolutionPlan pooledBy(Extent window) {
    return new ConvolutionPlan(
        channels, height, width, filters, kernel, stride, biased, activation, window);
  }

  /** Size of the output after pooling. Rows and columns that fill no window are left out. */
  Extent output() {
    int convolvedHeight = (height - kernel.height) / stride.height + 1;
    int convolvedWidth = (width - kernel.width) / stride.width + 1;
    return new Extent(convolvedHeight / pool.height, convolvedWidth / pool.width);
  }

  /** Input values beneath one row of the kernel. */
  int patch() {
    return kernel.width * channels;
  }

  int biases() {
    return biased ? filters : 0;
  }

  int weights() {
    return kernel.height * patch() * filters;
  }

  @Override
  public int inputs() {
    return height * width * channels;
  }

  @Override
  public int outputs() {
    return output().area() * filters;
  }

  @Override
  public int parameters() {
    return biases() + weights();
  }

  @Override
  public long multiplications() {
    return (long) output().area() * pool.area() * parameters();
  }

  /**
   * Where each element of the packed weights lies among DL4J's parameters of this layer. The packed
   * weights are a matrix {@code [kernel area · channels, filters]}; a row is one kernel position
   * and channel, the channels of a position together.
   */
  int[] packing() {
    int[] packing = new int[weights()];
    int packed = 0;
    for (int position = 0; position < kernel.area(); position++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int filter = 0; filter < filters; filter++) {
          packing[packed++] = biases() + (filter * channels + channel) * kernel.area() + position;
        }
      }
    }
    return packing;
  }

  @Override
  public LayerWork work(LayerSite site) {
    return new ConvolutionWork(this, site.offset(), site.first());
  }
}
