package mnist4j.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import mnist4j.backend.gpu.GpuPreflight;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
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
   * Begins to load the CPU's native library in a thread of its own, which takes a fifth of a
   * second. Does nothing in a program that is built for a GPU, and leaves it to {@link #start} to
   * say what is wrong with the library.
   */
  public static void preload() {
    if (hasThreads()) {
      Thread loading = new Thread(Backend::loadLibrary, "native library");
      loading.setDaemon(true);
      loading.start();
    }
  }

  /** By the name that the backend on the class path gives the class that loads it. */
  private static void loadLibrary() {
    try {
      for (Nd4jBackend backend : ServiceLoader.load(Nd4jBackend.class)) {
        Properties properties = new Properties();
        try (InputStream in = backend.getConfigurationResource().getInputStream()) {
          properties.load(in);
        }
        Class.forName(properties.getProperty(Nd4j.NATIVE_OPS));
      }
    } catch (IOException
        | ClassNotFoundException
        | LinkageError
        | ServiceConfigurationError
        | RuntimeException e) {
      // ND4J meets the same when it starts.
    }
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
    // Looks for ND4J's versions in all jars, which the build has chosen.
    System.setProperty(ND4JSystemProperties.VERSION_CHECK_PROPERTY, "false");
    try {
      Nd4j.getBackend();
    } catch (LinkageError | RuntimeException e) {
      String printed = held.toString(StandardCharsets.UTF_8);
      throw new BackendException(failure(printed.lines().findFirst().orElse(e.toString())), e);
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

  private static void limit(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }
}
