package mnist4j.backend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mnist4j.backend.gpu.GpuPreflight;
import org.bytedeco.javacpp.Loader;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Looks at Java, the native library and the device. */
public final class Diagnosis {

  private Diagnosis() {}

  /** The Java that runs the program. */
  public static Finding java() {
    return Finding.good(
        "Java",
        "%s %s, %,d MB heap"
            .formatted(
                System.getProperty("java.vm.name"),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20));
  }

  /** The backend that has started: its native library, and its threads if it has any. */
  public static List<Finding> of(Backend backend) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good("backend", backend.name()));
    findings.add(library());
    if (Backend.hasThreads()) {
      findings.add(threads(backend));
    }
    return findings;
  }

  /**
   * The native implementations of DL4J's own layers.
   *
   * @param oneDnn whether they run through oneDNN where the CPU computes
   */
  public static Finding layerHelpers(boolean oneDnn) {
    if (!Backend.hasThreads()) {
      return Finding.good("layer helpers", GpuPreflight.helpers());
    }
    return oneDnn
        ? Finding.good("oneDNN", "on")
        : Finding.bad(
            "oneDNN",
            "off",
            "DL4J's own layers are slower without it; it needs the CPU backend and natives that have it, and neither -Dmnist4j.acceleration=off nor -Dorg.eclipse.deeplearning4j.helpers.disable=true");
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

  /** The GPU and its driver, whatever computes. Starts nothing. */
  public static Finding gpu() {
    GpuPreflight preflight = GpuPreflight.look();
    return new Finding("GPU", preflight.state(), preflight.remedy());
  }
}
