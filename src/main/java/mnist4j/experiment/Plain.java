package mnist4j.experiment;

import java.math.BigDecimal;

/** Numbers as people write them. */
final class Plain {

  private Plain() {}

  /** Without an exponent: 0.0001, not 1.0E-4. */
  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
