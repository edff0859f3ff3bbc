package mnist4j.backend;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
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
    UnsafeWarning.silence();
    load();
    threads.ifPresent(Backend::limit);
    return new Backend(
        Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"),
        NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
  }

  /**
   * A backend that finds no device prints a stack trace of its own before ND4J gives up, so what it
   * prints is held back, and its first line is the reason given.
   */
  private static void load() {
    PrintStream standardError = System.err;
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    System.setErr(new PrintStream(held, true, StandardCharsets.UTF_8));
    try {
      Nd4j.getBackend();
    } catch (LinkageError | RuntimeException e) {
      throw new BackendException(
          "ND4J could not start (%s); a program built with -Pcuda needs an NVIDIA GPU and its driver: run the same command without -Pcuda to use the CPU"
              .formatted(firstLine(held.toString(StandardCharsets.UTF_8), e)),
          e);
    } finally {
      System.setErr(standardError);
    }
    standardError.print(held.toString(StandardCharsets.UTF_8));
  }

  private static String firstLine(String printed, Throwable failure) {
    return printed.lines().findFirst().orElse(failure.toString());
  }

  private static void limit(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }
}
