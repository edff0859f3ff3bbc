package mnist4j.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Looks at Java, the native library and the device. */
public final class Diagnosis {

  private static final int OLDEST_JAVA = 17;
  private static final int PATIENCE_SECONDS = 10;

  private Diagnosis() {}

  /** The Java that runs the program. */
  public static Finding java() {
    String state =
        "%s %s, %,d MB heap"
            .formatted(
                System.getProperty("java.vm.name"),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20);
    return Runtime.version().feature() < OLDEST_JAVA
        ? Finding.bad("Java", state, "use Java %d or later".formatted(OLDEST_JAVA))
        : Finding.good("Java", state);
  }

  /** The backend that has started: its native library, threads and GPU. */
  public static List<Finding> of(Backend backend) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good("backend", backend.name()));
    findings.add(library());
    findings.add(threads(backend));
    findings.add(gpu());
    return findings;
  }

  private static Finding library() {
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    String variant =
        Loader.getLoadedLibraries().values().stream()
            .filter(path -> path.contains("nd4j"))
            .findFirst()
            .map(path -> Path.of(path).getParent().getFileName().toString())
            .orElse("unknown");
    return ops.isMinimalRequirementsMet()
        ? Finding.good("native library", variant)
        : Finding.bad(
            "native library",
            "%s, which wants a newer processor".formatted(variant),
            "build with mvn -Dhost.cpu.extension=");
  }

  private static Finding threads(Backend backend) {
    int cores = Runtime.getRuntime().availableProcessors();
    String state = "%d of %d cores".formatted(backend.threads(), cores);
    return backend.threads() > cores
        ? Finding.bad("threads", state, "name at most %d with --threads".formatted(cores))
        : Finding.good("threads", state);
  }

  private static Finding gpu() {
    if (Nd4j.getEnvironment().isCPU()) {
      return driver()
          .map(device -> Finding.bad("GPU", device + ", not used", "run with mvn -Pcuda to use it"))
          .orElse(Finding.good("GPU", "none"));
    }
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return Finding.good(
        "GPU",
        String.format(
            Locale.ROOT,
            "%s, compute capability %d.%d, %.1f GB, driver: %s",
            ops.getDeviceName(0),
            ops.getDeviceMajor(0),
            ops.getDeviceMinor(0),
            ops.getDeviceTotalMemory(0) / 1e9,
            driver().orElse("not reported")));
  }

  /** The name and driver version of the first NVIDIA GPU, by its own tool. */
  private static Optional<String> driver() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      String first = process.inputReader().readLine();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroy();
      return ended && process.exitValue() == 0 ? Optional.ofNullable(first) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
