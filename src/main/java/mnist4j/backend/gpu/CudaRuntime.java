package mnist4j.backend.gpu;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** CUDA's runtime library, by way of JavaCPP's presets, which only a build for the GPU has. */
final class CudaRuntime {

  private static final String LIBRARY = "org.bytedeco.cuda.global.cudart";

  private CudaRuntime() {}

  /** For the class path of the program. */
  static Optional<String> obstacle() {
    return obstacle(CudaRuntime.class.getClassLoader());
  }

  /**
   * Why CUDA finds no device to use, from the status of {@code cudaGetDeviceCount}; empty if it
   * finds one. ND4J gives the same message in all these cases.
   *
   * @param loader of the class path that has the presets
   */
  static Optional<String> obstacle(ClassLoader loader) {
    int[] count = new int[1];
    try {
      Object status =
          Class.forName(LIBRARY, true, loader)
              .getMethod("cudaGetDeviceCount", int[].class)
              .invoke(null, count);
      return (int) status == 0 && count[0] > 0
          ? Optional.empty()
          : Optional.of(meaning((int) status));
    } catch (InvocationTargetException | LinkageError e) {
      // The presets link against the driver's own library, which only a driver installs.
      return Optional.of("found no library of an NVIDIA driver; a driver is needed");
    } catch (ReflectiveOperationException e) {
      return Optional.of("the class path has no " + LIBRARY);
    }
  }

  /** What a status means and what to do, after the names in CUDA's {@code driver_types.h}. */
  static String meaning(int status) {
    String cause =
        switch (status) {
          case 0, 100 ->
              "found an NVIDIA driver and no GPU that it may use; check CUDA_VISIBLE_DEVICES";
          case 3 ->
              "the driver could not be initialised; restart the machine, or the container with its GPU";
          case 35 -> "the driver is too old for this CUDA; update it";
          case 46 -> "every GPU is taken by another process; end that one or wait";
          case 802 -> "the GPUs' fabric has not started; start NVIDIA's fabric manager";
          case 803 ->
              "the driver's kernel module and its library differ in version; restart the machine";
          case 804 -> "the driver is too old for this CUDA and this GPU; update it";
          case 999 -> "the driver failed for a reason it does not name; restart the machine";
          default -> "the driver failed";
        };
    return "%s (cudaGetDeviceCount: status %d)".formatted(cause, status);
  }
}
