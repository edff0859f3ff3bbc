package mnist4j.acceleration.step;

/**
 * How a network did on some examples.
 *
 * @param loss summed over the examples
 * @param right number of examples answered rightly
 */
record Score(double loss, int right) {

  static final Score NONE = new Score(0, 0);

  Score plus(Score other) {
    return new Score(loss + other.loss, right + other.right);
  }
}
