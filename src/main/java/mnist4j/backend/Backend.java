package mnist4j.backend;

import java.util.OptionalInt;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What ND4J computes with.
 *
 * @param name {@code CPU} or {@code CUDA}
 * @param threads of the native library
 */
public record Backend(String name, int threads) {

  /**
   * Starts ND4J on whatever backend the class path holds.
   *
   * @param threads for the native library and its BLAS; empty for one per core
   * @throws BackendException if it cannot start, as on a machine without a usable GPU
   */
  public static Backend start(OptionalInt threads) {
    try {
      // The first use of the factory loads the native library.
      Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
      threads.ifPresent(Backend::limit);
      return new Backend(
          environment.getProperty("backend"),
          NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
    } catch (LinkageError | RuntimeException e) {
      throw new BackendException(
          "ND4J could not start (%s); under -Pcuda this means no usable NVIDIA GPU or driver: run the same command without -Pcuda to use the CPU"
              .formatted(rootCause(e)),
          e);
    }
  }

  private static void limit(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass().getSimpleName() + ": " + message;
  }
}
