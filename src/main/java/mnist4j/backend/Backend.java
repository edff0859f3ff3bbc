package mnist4j.backend;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import mnist4j.backend.gpu.GpuPreflight;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What ND4J computes with.
 *
 * @param name as ND4J gives it, such as {@code CPU}
 * @param threads of the native library; 0 on a GPU, which has none to set
 */
public record Backend(String name, int threads) {

  /**
   * Whether the number of threads can be chosen: not in a program that is built for a GPU, where
   * ND4J would take it for the size of a block.
   */
  public static boolean hasThreads() {
    return !GpuPreflight.isGpuBuild();
  }

  /**
   * Starts ND4J on whatever backend the class path holds.
   *
   * @param threads for the native library and its BLAS; empty for one per core; no meaning on a GPU
   * @throws BackendException if it cannot start, as on a machine without a usable GPU
   */
  public static Backend start(OptionalInt threads) {
    UnsafeWarning.silence();
    GpuPreflight.refusal()
        .ifPresent(
            refusal -> {
              throw new BackendException(refusal);
            });
    load();
    String name = Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend");
    if (!hasThreads()) {
      return new Backend(name, 0);
    }
    threads.ifPresent(Backend::limit);
    return new Backend(name, NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
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
      throw new BackendException(failure(firstLine(held.toString(StandardCharsets.UTF_8), e)), e);
    } finally {
      System.setErr(standardError);
    }
    standardError.print(held.toString(StandardCharsets.UTF_8));
  }

  private static String failure(String reason) {
    return hasThreads()
        ? "ND4J could not start (%s); build the program on a machine of this kind with mvn package"
            .formatted(reason)
        : GpuPreflight.failure(reason);
  }

  private static String firstLine(String printed, Throwable failure) {
    return printed.lines().findFirst().orElse(failure.toString());
  }

  private static void limit(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }
}
