package mnist4j.acceleration.step;

import java.nio.FloatBuffer;

/** One lane's work on one layer: its copy of the parameters and its sum of the gradient. */
interface LayerWork {

  /**
   * Starts a training step: takes the parameters as they are now and an empty gradient.
   *
   * @param parameters the whole network's
   */
  void begin(FloatBuffer parameters);

  /** The layer for a fixed number of examples, with buffers of its own. */
  Stage stage(int examples);

  /**
   * Ends a training step: whatever part of the gradient is not yet there goes to its place.
   *
   * @param gradients the lane's, for the whole network
   */
  void end(FloatBuffer gradients);
}
