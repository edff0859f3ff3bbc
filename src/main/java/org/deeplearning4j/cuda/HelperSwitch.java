package org.deeplearning4j.cuda;

/** The switch that all helpers of these packages obey: {@code -Dmnist4j.cudnn=off}. */
public final class HelperSwitch {

  private HelperSwitch() {}

  /** Whether the helpers may be used, as they may unless the switch is set. */
  public static boolean isOn() {
    return !System.getProperty("mnist4j.cudnn", "on").equals("off");
  }
}
