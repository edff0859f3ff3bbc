package mnist4j.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mnist4j.backend.gpu.NvidiaSmi.Answer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuPreflightTest {

  private static final String LINUX = "Linux amd64";
  private static final String RTX_3090 = "NVIDIA GeForce RTX 3090,8.6,535.104.05,24576";
  private static final String RTX_4090 = "NVIDIA GeForce RTX 4090,8.9,535.104.05,24564";
  private static final String RTX_5090 = "NVIDIA GeForce RTX 5090,12.0,570.86.16,32607";
  private static final String H100 = "NVIDIA H100 80GB HBM3,9.0,535.104.05,81559";
  private static final String SMALL = "NVIDIA GeForce GT 1030,6.1,535.104.05,1024";
  private static final String FIRST =
      "; choose GPU 1 with CUDA_DEVICE_ORDER=PCI_BUS_ID CUDA_VISIBLE_DEVICES=1; ";
  private static final String INSTEAD = "run the same command without -Pcuda to use the CPU";

  private static Answer gpus(String... lines) {
    return new Answer(
        Stream.of(lines).map(line -> Gpu.of(List.of(line.split(",")))).toList(), Optional.empty());
  }

  private static Answer failure(String reason) {
    return new Answer(List.of(), Optional.of(reason));
  }

  @Nested
  class InAProgramForTheGpu {

    private Optional<String> refusal(Answer answer) {
      return preflight(CudaRelease.CUDA_11, answer).refusal(Optional.empty());
    }

    private Optional<String> refusal(Answer answer, String choice, boolean byBus) {
      return new GpuPreflight(
              Optional.of(CudaRelease.CUDA_11), answer, Optional.of(choice), byBus, LINUX)
          .refusal(Optional.empty());
    }

    private GpuPreflight preflight(CudaRelease release, Answer answer) {
      return new GpuPreflight(Optional.of(release), answer, Optional.empty(), false, LINUX);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Tesla K80,3.7,470.223.02,11441",
          "Tesla P100-PCIE-16GB,6.0,450.80.02,16280",
          "NVIDIA GeForce GTX 1050,6.1,535.104.05,1999",
          "NVIDIA A100-SXM4-40GB,8.0,535.104.05,40960",
          RTX_3090,
          RTX_4090,
          "Quadro P4000",
        })
    void aGpuThatFitsIsNotRefused(String gpu) {
      assertThat(refusal(gpus(gpu))).isEmpty();
    }

    @Test
    void aNewerGpuIsRefused() {
      assertThat(refusal(gpus(RTX_5090)))
          .contains(
              "found NVIDIA GeForce RTX 5090, compute capability 12.0, 32,607 MiB, driver 570.86.16; DL4J with CUDA 11 runs on compute capability 3.7 to 8.9; "
                  + INSTEAD);
      assertThat(refusal(gpus(H100)).orElseThrow()).contains("3.7 to 8.9");
    }

    @Test
    void anOlderGpuIsRefused() {
      assertThat(refusal(gpus("NVIDIA Tesla K40m,3.5,470.223.02,11441")).orElseThrow())
          .startsWith("found NVIDIA Tesla K40m, compute capability 3.5")
          .contains("3.7 to 8.9");
    }

    @Test
    void anOlderDriverIsRefused() {
      assertThat(refusal(gpus("Tesla T4,7.5,440.33.01,15109")).orElseThrow())
          .contains("driver 440.33.01; CUDA 11 needs driver 45")
          .endsWith(INSTEAD);
      assertThat(
              preflight(CudaRelease.CUDA_12, gpus("Tesla T4,7.5,470.223.02,15109"))
                  .refusal(Optional.empty())
                  .orElseThrow())
          .contains("CUDA 12 needs driver 52");
    }

    @Test
    void tooLittleMemoryIsRefused() {
      assertThat(refusal(gpus(SMALL)).orElseThrow())
          .contains("1,024 MiB")
          .contains("a GPU of 2 GB or more is needed");
    }

    @Test
    void theNextReleaseIsNotHeldToTheGpusOfThisOne() {
      assertThat(preflight(CudaRelease.CUDA_12, gpus(RTX_5090)).refusal(Optional.empty()))
          .isEmpty();
      assertThat(
              preflight(CudaRelease.CUDA_12, gpus("Tesla K80,3.7,535.104.05,11441"))
                  .refusal(Optional.empty())
                  .orElseThrow())
          .contains("DL4J with CUDA 12 runs on compute capability 5.0 or higher");
    }

    @Test
    void aMachineWithoutAGpuIsRefused() {
      assertThat(refusal(gpus()))
          .contains("found an NVIDIA driver and no GPU; one is needed; " + INSTEAD);
    }

    @Test
    void amongSeveralTheOneThatFitsIsNamed() {
      assertThat(refusal(gpus(RTX_5090, RTX_3090)).orElseThrow())
          .startsWith("found NVIDIA GeForce RTX 5090")
          .contains(FIRST);
      assertThat(refusal(gpus(RTX_4090, RTX_3090))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " 1", "1,2", "1,9", "7"})
    void aChoiceThatFitsIsNotRefused(String choice) {
      assertThat(refusal(gpus(RTX_5090, RTX_3090, RTX_4090), choice, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0,1", "1,0"})
    void aChoiceThatDoesNotFitIsRefused(String choice) {
      assertThat(refusal(gpus(RTX_5090, RTX_3090), choice, true).orElseThrow())
          .startsWith("found NVIDIA GeForce RTX 5090")
          .contains(FIRST);
    }

    /** CUDA then counts the GPUs in an order of its own. */
    @Test
    void aNumberThatIsNotTheBusesIsRefusedUnlessAllFit() {
      assertThat(refusal(gpus(RTX_5090, RTX_3090), "1", false).orElseThrow()).contains(FIRST);
      assertThat(refusal(gpus(RTX_4090, RTX_3090), "1", false)).isEmpty();
    }

    @Test
    void aChoiceByNameIsRefusedIfNoneFits() {
      assertThat(refusal(gpus(RTX_5090, RTX_3090), "GPU-8932f937", true)).isEmpty();
      assertThat(refusal(gpus(RTX_5090, H100), "GPU-8932f937", true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1"})
    void hiddenGpusAreNotFound(String choice) {
      assertThat(refusal(gpus(RTX_3090), choice, false))
          .contains("CUDA_VISIBLE_DEVICES hides every GPU; unset it; " + INSTEAD);
    }

    @Test
    void withoutTheToolTheRuntimeDecides() {
      Answer none = failure("there is no nvidia-smi");
      assertThat(refusal(none)).isEmpty();
      assertThat(
              preflight(CudaRelease.CUDA_11, none)
                  .refusal(Optional.of("found no library of an NVIDIA driver")))
          .contains("found no library of an NVIDIA driver (there is no nvidia-smi); " + INSTEAD);
    }

    @Test
    void whatTheToolSaysIsNotEnoughIfTheRuntimeObjects() {
      assertThat(
              preflight(CudaRelease.CUDA_11, gpus(RTX_3090))
                  .refusal(Optional.of(CudaRuntime.meaning(803))))
          .contains(CudaRuntime.meaning(803) + "; " + INSTEAD);
    }

    @Test
    void theDoctorNeedsNoFurtherRemedy() {
      assertThat(preflight(CudaRelease.CUDA_11, gpus(RTX_5090)).remedy()).isEmpty();
    }
  }

  @Nested
  class InAProgramForTheCpu {

    private GpuPreflight preflight(Answer answer, String platform) {
      return new GpuPreflight(Optional.empty(), answer, Optional.empty(), false, platform);
    }

    @Test
    void nothingIsRefused() {
      assertThat(GpuPreflight.isGpuBuild()).isFalse();
      assertThat(GpuPreflight.refusal()).isEmpty();
    }

    @Test
    void aGpuThatFitsIsWorthTheProfile() {
      GpuPreflight preflight = preflight(gpus(RTX_4090), LINUX);
      assertThat(preflight.state())
          .isEqualTo(
              "NVIDIA GeForce RTX 4090, compute capability 8.9, 24,564 MiB, driver 535.104.05");
      assertThat(preflight.remedy()).contains("it is not used; run with mvn -Pcuda to use it");
      assertThat(preflight(gpus(RTX_5090, RTX_4090), "Windows 11 amd64").remedy().orElseThrow())
          .contains("mvn -Pcuda");
    }

    @Test
    void forANewerGpuThereIsNoProfile() {
      assertThat(preflight(gpus(RTX_5090), LINUX).remedy().orElseThrow())
          .isEqualTo("no released DL4J supports it, only 3.7 to 8.9: the CPU is used (docs/gpu.md)")
          .doesNotContain("-Pcuda");
    }

    @Test
    void anOlderDriverIsToBeUpdated() {
      assertThat(preflight(gpus("Tesla T4,7.5,440.33.01,15109"), LINUX).remedy().orElseThrow())
          .contains("CUDA 11 needs driver 45")
          .doesNotContain("-Pcuda");
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X aarch64", "Linux aarch64"})
    void whereThereIsNoBuildForGpusNoneIsAdvised(String platform) {
      assertThat(preflight(gpus(RTX_3090), platform).remedy())
          .contains("no DL4J for GPUs on " + platform + ": the CPU is used");
    }

    @Test
    void noGpuIsNothingToRemedy() {
      GpuPreflight preflight = preflight(failure("there is no nvidia-smi"), LINUX);
      assertThat(preflight.state()).isEqualTo("none (there is no nvidia-smi)");
      assertThat(preflight.remedy()).isEmpty();
      assertThat(preflight(gpus(), LINUX).state()).isEqualTo("none");
    }
  }
}
