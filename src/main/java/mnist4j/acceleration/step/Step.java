package mnist4j.acceleration.step;

/** The unit step without a branch, which the JIT can turn into vector instructions. */
final class Step {

  /** Carries the smallest normal float to 1. */
  private static final float SCALE = 0x1p126f;

  private Step() {}

  /** 1 if the value is positive, 0 if it is zero; the value is not negative and not subnormal. */
  static float positive(float value) {
    return Math.min(value * SCALE, 1f);
  }
}
