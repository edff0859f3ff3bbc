package mnist4j.backend.gpu;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The look at GPU and driver before ND4J starts, and without it: a GPU that the build has no code
 * for, or a driver that is too old, is better refused than met in the middle of a training.
 */
public final class GpuPreflight {

  private static final String TOOL = "nvidia-smi";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** CUDA's own choice among several GPUs; nothing, or a number that none has, hides all. */
  private static final String CHOICE = "CUDA_VISIBLE_DEVICES";

  /** With the value {@link #BY_BUS} CUDA counts the GPUs as the driver lists them. */
  private static final String ORDER = "CUDA_DEVICE_ORDER";

  private static final String BY_BUS = "PCI_BUS_ID";

  private static final String CPU = "run the same command without -Pcuda to use the CPU";

  private final Optional<CudaRelease> build;
  private final NvidiaSmi.Answer answer;
  private final Optional<String> choice;
  private final boolean byBus;
  private final String platform;

  /**
   * @param build the CUDA that the program is built with; empty if it is built for the CPU
   * @param choice value of {@code CUDA_VISIBLE_DEVICES}; empty if it is not set
   * @param byBus whether the numbers of the choice are those of the answer, from 0
   * @param platform operating system and architecture, as Java names them
   */
  GpuPreflight(
      Optional<CudaRelease> build,
      NvidiaSmi.Answer answer,
      Optional<String> choice,
      boolean byBus,
      String platform) {
    this.build = build;
    this.answer = answer;
    this.choice = choice;
    this.byBus = byBus;
    this.platform = platform;
  }

  /** Asks the driver of this machine, for ten seconds at most. */
  public static GpuPreflight look() {
    return new GpuPreflight(
        CudaRelease.onClassPath(),
        new NvidiaSmi(TOOL, LIMIT).query(),
        Optional.ofNullable(System.getenv(CHOICE)),
        BY_BUS.equals(System.getenv(ORDER)),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  /** Whether the program is built for a GPU. Asks the class path alone. */
  public static boolean isGpuBuild() {
    return CudaRelease.onClassPath().isPresent();
  }

  /** The native implementations of DL4J's layers in a program that is built for a GPU. */
  public static String helpers() {
    return CudnnHelpers.areOn() ? "cuDNN" : "off, by -Dmnist4j.cudnn=off";
  }

  /**
   * Why a program that is built for a GPU cannot use one on this machine, and what to do, in one
   * line. Empty if it can, and in a program for the CPU.
   */
  public static Optional<String> refusal() {
    return isGpuBuild() ? look().refusal(CudaRuntime.obstacle()) : Optional.empty();
  }

  /**
   * Why ND4J did not start on a GPU that the look had nothing against.
   *
   * @param reason as ND4J gives it, the same one for every cause
   */
  public static String failure(String reason) {
    return "ND4J could not start: %s; %s".formatted(CudaRuntime.obstacle().orElse(reason), CPU);
  }

  /**
   * @param runtime what CUDA's runtime library has against the machine
   */
  Optional<String> refusal(Optional<String> runtime) {
    return obstacle()
        .or(() -> runtime.map(found -> found + answer.failure().map(" (%s)"::formatted).orElse("")))
        .map(found -> "%s; %s".formatted(found, CPU));
  }

  private Optional<String> obstacle() {
    if (choice.filter(value -> value.isBlank() || value.equals("-1")).isPresent()) {
      return Optional.of("%s hides every GPU; unset it".formatted(CHOICE));
    }
    if (answer.failure().isPresent()) {
      return Optional.empty();
    }
    if (answer.gpus().isEmpty()) {
      return Optional.of("found an NVIDIA driver and no GPU; one is needed");
    }
    return build.flatMap(this::obstacle);
  }

  private Optional<String> obstacle(CudaRelease release) {
    Optional<Integer> fit = firstFit(release);
    String advice =
        fit.map(
                number ->
                    "; choose GPU %d with %s=%s %s=%1$d".formatted(number, ORDER, BY_BUS, CHOICE))
            .orElse("");
    return usable(fit.isPresent()).stream()
        .map(release::obstacle)
        .flatMap(Optional::stream)
        .findFirst()
        .map(found -> found + advice);
  }

  /**
   * The GPUs that CUDA may take. Without a choice it takes the fastest, which may be any, and
   * unless it is told otherwise it also counts them so. Which one a name is of is not known here;
   * it passes if one fits.
   */
  private List<Gpu> usable(boolean someFit) {
    List<Gpu> gpus = answer.gpus();
    boolean byName = choice.filter(value -> !value.strip().matches("\\d.*")).isPresent();
    if (byName && someFit) {
      return List.of();
    }
    if (byName || choice.isEmpty() || !byBus) {
      return gpus;
    }
    // CUDA reads on until it meets what is none.
    return Stream.of(choice.get().split(","))
        .map(String::strip)
        .takeWhile(number -> number.matches("\\d{1,3}"))
        .map(Integer::valueOf)
        .takeWhile(number -> number < gpus.size())
        .map(gpus::get)
        .toList();
  }

  private Optional<Integer> firstFit(CudaRelease release) {
    List<Gpu> gpus = answer.gpus();
    return gpus.stream()
        .filter(gpu -> release.obstacle(gpu).isEmpty())
        .findFirst()
        .map(gpus::indexOf);
  }

  /** The GPUs with compute capability, memory and driver, or why none is seen. */
  public String state() {
    if (answer.gpus().isEmpty()) {
      return "none" + answer.failure().map(" (%s)"::formatted).orElse("");
    }
    return answer.gpus().stream().map(Gpu::toString).collect(Collectors.joining("; "));
  }

  /**
   * What to do for a GPU that is not used. Empty if there is none or it is used; in a program that
   * is built for a GPU {@link #refusal()} has the answer.
   */
  public Optional<String> remedy() {
    List<Gpu> gpus = answer.gpus();
    if (build.isPresent() || gpus.isEmpty()) {
      return Optional.empty();
    }
    CudaRelease released = CudaRelease.CUDA_11;
    if (!platform.matches("(Linux|Windows.*) amd64")) {
      return Optional.of("no DL4J for GPUs on " + platform + ": the CPU is used");
    }
    if (gpus.stream().anyMatch(gpu -> released.obstacle(gpu).isEmpty())) {
      return Optional.of("it is not used; run with mvn -Pcuda to use it");
    }
    if (gpus.stream().allMatch(gpu -> gpu.capability().filter(released::isTooNew).isPresent())) {
      return Optional.of(
          "no released DL4J supports it, only %s: the CPU is used (docs/gpu.md)"
              .formatted(released.capabilities()));
    }
    return released.obstacle(gpus.get(0)).map(found -> found + ": the CPU is used (docs/gpu.md)");
  }
}
