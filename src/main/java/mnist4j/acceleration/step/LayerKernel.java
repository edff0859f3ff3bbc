package mnist4j.acceleration.step;

import java.nio.FloatBuffer;

/**
 * The computation of one layer for one {@link Worker}, with the worker's copy of the parameters and
 * its sum of the gradient.
 */
interface LayerKernel {

  /** Values that are computed at a time, which stay in the first-level cache. */
  int BLOCK = 1024;

  /**
   * Length of the arrays for a block of whole pixels. A loop over such arrays, all read at the same
   * index, is one that the JIT compiles to vector instructions.
   */
  static int blockLength(int channels) {
    return Math.max(1, BLOCK / channels) * channels;
  }

  /** Copies a row-major matrix, from an index on, as its transpose to the same index. */
  static void transpose(float[] matrix, int from, int rows, int columns, float[] transposed) {
    int to = from;
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        transposed[to++] = matrix[from + row * columns + column];
      }
    }
  }

  /**
   * Starts a training step or outputs: reads the current parameters and resets the gradient.
   *
   * @param parameters of the whole network
   */
  default void begin(FloatBuffer parameters) {}

  /** The layer for a fixed number of examples, with its own buffers. */
  Pass pass(int examples);

  /**
   * Ends a training step: writes what is not yet written of the gradient.
   *
   * @param gradients the worker's, for the whole network
   */
  default void end(FloatBuffer gradients) {}

  /**
   * The forward and backward pass of one layer over one slice of the batch. Arrays hold the slice's
   * examples one after another, except that feature maps are interleaved: the first rows of all
   * images, then the second rows, and so on, with a pixel's channels together. A pass reuses the
   * arrays that it returns the next time; a batch normalisation's are those of the next slice, too.
   */
  interface Pass {

    /**
     * The layer's activations for the given input.
     *
     * @param start index in the batch of the slice's first example
     */
    float[] forward(float[] input, int start);

    /**
     * The activations of the network's first layer.
     *
     * @param batch {@code [n, inputs]}
     * @param start index in the batch of the slice's first example
     * @param input as long as the slice's input, for those that cannot read the batch where it is
     */
    default float[] forward(NativeMatrix batch, int start, float[] input) {
      batch.load(input, start * batch.columns());
      return forward(input, start);
    }

    /**
     * Adds the slice's gradient to the layer's, using what the last {@link #forward} stored.
     *
     * @param outputGradient of the loss, summed over examples, with respect to the layer's
     *     activations; overwritten
     * @return the same with respect to the layer's input, or an empty array for the first layer
     */
    float[] backward(float[] outputGradient);
  }
}
