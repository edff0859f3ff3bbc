package mnist4j.scratch;

/** Which derivative the NumPy network is trained with. */
public enum Backpropagation {
  /**
   * The document's, with its two slips. Dropout doubles what it keeps on the way forwards but not
   * the gradient on the way back; and ReLU's derivative is taken as {@code output >= 0} of the
   * output, which is never negative, so it is always 1 and units that were off learn as well.
   */
  AS_PRINTED,
  /**
   * The derivative of the forward pass: dropout's factor both ways, ReLU's derivative 0 when off.
   */
  CORRECT
}
