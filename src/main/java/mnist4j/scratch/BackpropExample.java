package mnist4j.scratch;

import java.util.List;

/**
 * Backpropagation on the smallest circuit there is, {@code f = (x + y) * z}, step by step.
 *
 * @param x first summand
 * @param y second summand
 * @param z factor
 */
public record BackpropExample(int x, int y, int z) {

  /** The document's numbers. */
  public static BackpropExample asPrinted() {
    return new BackpropExample(-2, 5, -4);
  }

  /** One line per step: the values forwards, then the gradients backwards. */
  public List<String> lines() {
    int q = x + y;
    int f = q * z;
    return List.of(
        "f = (x + y) * z at x = %d, y = %d, z = %d".formatted(x, y, z),
        "forward   q     = x + y         = %d + %d = %d".formatted(x, y, q),
        "forward   f     = q * z         = %d * %d = %d".formatted(q, z, f),
        "backward  df/df                 = 1",
        "backward  df/dz = q * df/df     = %d * 1 = %d".formatted(q, q),
        "backward  df/dq = z * df/df     = %d * 1 = %d".formatted(z, z),
        "backward  df/dx = dq/dx * df/dq = 1 * %d = %d".formatted(z, z),
        "backward  df/dy = dq/dy * df/dq = 1 * %d = %d".formatted(z, z));
  }
}
