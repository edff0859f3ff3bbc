package mnist4j.backend.gpu;

/** The switch that all of DL4J's layer helpers for a GPU obey: {@code -Dmnist4j.cudnn=off}. */
public final class CudnnHelpers {

  private CudnnHelpers() {}

  /** Whether the helpers may be used, as they may unless the switch is set. */
  public static boolean areOn() {
    return !System.getProperty("mnist4j.cudnn", "on").equals("off");
  }
}
