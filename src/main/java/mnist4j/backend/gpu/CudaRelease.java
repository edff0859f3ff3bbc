package mnist4j.backend.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A release of CUDA that a build of DL4J computes with, and the GPU and driver that it needs. */
enum CudaRelease {

  /**
   * DL4J 1.0.0-M2.1. Its library has machine code for 3.7 to 8.6 and none that the driver could
   * translate; code for 8.6 runs on 8.9 and on nothing later.
   */
  CUDA_11("11", "3.7", Optional.of("8.9"), "450.80.02", "452.39"),

  /** DL4J's next release. Which GPUs its library has code for is not known yet. */
  CUDA_12("12", "5.0", Optional.empty(), "525.60.13", "528.33");

  /**
   * Of JavaCPP's presets, which only a program for the GPU has. Its version is such as
   * 11.6-8.3-1.5.7: CUDA's, cuDNN's and the presets' own.
   */
  private static final String PRESETS = "META-INF/maven/org.bytedeco/cuda/pom.properties";

  /**
   * An estimate: a context, the code for one GPU, the libraries' workspaces, MNIST, the network.
   */
  private static final int MIN_MEBIBYTES = 1_900;

  private final String version;
  private final Version oldestCapability;
  private final Optional<Version> newestCapability;
  private final Version oldestLinuxDriver;
  private final Version oldestWindowsDriver;

  CudaRelease(
      String version,
      String oldestCapability,
      Optional<String> newestCapability,
      String oldestLinuxDriver,
      String oldestWindowsDriver) {
    this.version = version;
    this.oldestCapability = Version.parse(oldestCapability);
    this.newestCapability = newestCapability.map(Version::parse);
    this.oldestLinuxDriver = Version.parse(oldestLinuxDriver);
    this.oldestWindowsDriver = Version.parse(oldestWindowsDriver);
  }

  /** The release that this program is built with; empty if it is built for the CPU. */
  static Optional<CudaRelease> onClassPath() {
    return onClassPath(CudaRelease.class.getClassLoader());
  }

  static Optional<CudaRelease> onClassPath(ClassLoader loader) {
    try (InputStream stream = loader.getResourceAsStream(PRESETS)) {
      if (stream == null) {
        return Optional.empty();
      }
      Properties presets = new Properties();
      presets.load(stream);
      String found = presets.getProperty("version", "");
      return Optional.of(found.startsWith(CUDA_11.version + ".") ? CUDA_11 : CUDA_12);
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read", e);
    }
  }

  Version oldestDriver() {
    return System.getProperty("os.name").startsWith("Windows")
        ? oldestWindowsDriver
        : oldestLinuxDriver;
  }

  /**
   * Why a GPU cannot be used: what was found and what is needed. Empty if it can be, as far as its
   * driver tells.
   */
  Optional<String> obstacle(Gpu gpu) {
    return Stream.of(
            gpu.capability().filter(this::isTooOld).map(found -> code()),
            gpu.capability().filter(this::isTooNew).map(found -> code()),
            gpu.driver()
                .filter(found -> found.compareTo(oldestDriver()) < 0)
                .map(found -> "%s needs driver %s or later".formatted(this, oldestDriver())),
            memory(gpu))
        .flatMap(Optional::stream)
        .findFirst()
        .map(needed -> "found %s; %s".formatted(gpu, needed));
  }

  /** Whether no code of this release's build runs on a GPU, since it is newer than the build. */
  boolean isTooNew(Version capability) {
    return newestCapability.filter(newest -> capability.compareTo(newest) > 0).isPresent();
  }

  private boolean isTooOld(Version capability) {
    return capability.compareTo(oldestCapability) < 0;
  }

  private String code() {
    return "DL4J with %s runs on compute capability %s".formatted(this, capabilities());
  }

  /** Such as "3.7 to 8.9". */
  String capabilities() {
    return oldestCapability + newestCapability.map(newest -> " to " + newest).orElse(" or higher");
  }

  private static Optional<String> memory(Gpu gpu) {
    return gpu.mebibytes().orElse(Long.MAX_VALUE) < MIN_MEBIBYTES
        ? Optional.of("a GPU of 2 GB or more is needed")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "CUDA " + version;
  }
}
