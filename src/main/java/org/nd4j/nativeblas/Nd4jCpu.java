package org.nd4j.nativeblas;

/**
 * Lets DL4J 1.0.0-M2.1 find its own oneDNN.
 *
 * <p>DL4J's oneDNN layer helpers ask, by reflection, the class {@code
 * org.nd4j.nativeblas.Nd4jCpu$Environment} whether oneDNN is in use, and stay off when there is no
 * such class. ND4J has since moved that class to another package and renamed the method, so the
 * helpers never start. This class stands where they look and passes the question on. Its package
 * and names are theirs to choose.
 *
 * <p>It does nothing on a GPU: there DL4J looks for other helpers, in {@code
 * org.deeplearning4j.cuda}, which do not ask.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** Answers for the native CPU environment, which is only there with the CPU backend. */
  public static final class Environment {

    private static final String REAL = "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu$Environment";

    private final boolean useMkldnn;

    private Environment(boolean useMkldnn) {
      this.useMkldnn = useMkldnn;
    }

    /**
     * The environment of the native library that ND4J has loaded.
     *
     * @throws ReflectiveOperationException if the backend is not the native CPU one; the helpers
     *     take any exception as "no oneDNN"
     */
    public static Environment getInstance() throws ReflectiveOperationException {
      Class<?> type = Class.forName(REAL);
      Object environment = type.getMethod("getInstance").invoke(null);
      return new Environment((boolean) type.getMethod("isUseONEDNN").invoke(environment));
    }

    /** Whether the native library has oneDNN (once called MKL-DNN) and may use it. */
    public boolean isUseMKLDNN() {
      return useMkldnn;
    }
  }
}
