package mnist4j.acceleration.step;

/**
 * One layer on a slice of the batch. Arrays hold the slice's examples one after another, except
 * that feature maps are interleaved: the first rows of all images, then the second rows, and so on,
 * with a pixel's channels together. A stage owns what it returns and reuses it the next time.
 */
interface Stage {

  /**
   * The layer's activations for the given input.
   *
   * @param start the place in the batch of the slice's first example
   */
  float[] forward(float[] input, int start);

  /**
   * Adds the slice's gradient to the layer's, from what the last {@link #forward} left behind.
   *
   * @param outputGradient of the loss, summed over examples, with respect to the layer's
   *     activations; overwritten
   * @return the same with respect to the layer's input, or an empty array for the first layer
   */
  float[] backward(float[] outputGradient);
}
