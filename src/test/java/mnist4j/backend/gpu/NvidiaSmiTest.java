package mnist4j.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mnist4j.backend.gpu.NvidiaSmi.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class NvidiaSmiTest {

  private static final Gpu RTX_3090 =
      gpu("NVIDIA GeForce RTX 3090", "8.6", "535.104.05", OptionalLong.of(24_576));

  @TempDir private Path directory;

  private static Gpu gpu(String name, String capability, String driver, OptionalLong mebibytes) {
    return new Gpu(name, version(capability), version(driver), mebibytes);
  }

  private static Optional<Version> version(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Version.parse(text));
  }

  /** What a tool answers that is a shell script with this body. */
  private Answer answer(String body) throws IOException {
    return answer(body, Duration.ofSeconds(60));
  }

  private Answer answer(String body, Duration limit) throws IOException {
    Path script = Files.writeString(directory.resolve("nvidia-smi"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new NvidiaSmi(script.toString(), limit).query();
  }

  @Test
  void listsEveryGpu() throws IOException {
    assertThat(
            answer(
                """
                echo 'NVIDIA GeForce RTX 3090, 8.6, 535.104.05, 24576'
                echo 'NVIDIA GeForce RTX 5090, 12.0, 570.86.16, 32607'"""))
        .isEqualTo(
            new Answer(
                List.of(
                    RTX_3090,
                    gpu("NVIDIA GeForce RTX 5090", "12.0", "570.86.16", OptionalLong.of(32_607))),
                Optional.empty()));
  }

  @Test
  void asksForWhatItReadsAndForNothingElse() throws IOException {
    assertThat(
            answer(
                    """
                    [ "$*" = '--query-gpu=name,compute_cap,driver_version,memory.total --format=csv,noheader,nounits' ] || exit 1
                    echo 'NVIDIA GeForce RTX 3090, 8.6, 535.104.05, 24576'""")
                .gpus())
        .containsExactly(RTX_3090);
  }

  @Test
  void anOlderToolIsAskedWithoutTheCapability() throws IOException {
    assertThat(
            answer(
                """
                case "$1" in *compute_cap*)
                  echo 'Field "compute_cap" is not a valid field to query.'; exit 2;;
                esac
                echo 'Tesla K80, 440.33.01, 11441'"""))
        .isEqualTo(
            new Answer(
                List.of(gpu("Tesla K80", "", "440.33.01", OptionalLong.of(11_441))),
                Optional.empty()));
  }

  @Test
  void whatTheDriverDoesNotReportIsEmpty() throws IOException {
    assertThat(answer("echo 'Some GPU, [N/A], [Not Supported], [N/A]'").gpus())
        .containsExactly(gpu("Some GPU", "", "", OptionalLong.empty()));
    assertThat(answer("echo 'Some GPU'").gpus())
        .containsExactly(gpu("Some GPU", "", "", OptionalLong.empty()));
    assertThat(answer("echo 'Some GPU, 8.6.x, v1, 9999999999'").gpus())
        .containsExactly(gpu("Some GPU", "", "", OptionalLong.empty()));
  }

  @Test
  void aMachineWithoutAGpuIsNoFailure() throws IOException {
    Answer none = new Answer(List.of(), Optional.empty());
    assertThat(answer("echo 'No devices were found'; exit 6")).isEqualTo(none);
    assertThat(answer("exit 0")).isEqualTo(none);
  }

  @Test
  void aFailureIsGivenInTheToolsOwnWords() throws IOException {
    assertThat(answer("echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18"))
        .extracting(answer -> answer.failure().orElseThrow())
        .asString()
        .endsWith("nvidia-smi: Failed to initialize NVML: Driver/library version mismatch");
  }

  @Test
  void aFailureWithoutAWordIsOneToo() throws IOException {
    assertThat(answer("exit 9").failure().orElseThrow()).endsWith("nvidia-smi: failed");
  }

  @Test
  void aToolThatDoesNotAnswerIsGivenUp() throws IOException {
    assertThat(answer("exec sleep 600", Duration.ofSeconds(1)).failure().orElseThrow())
        .endsWith("nvidia-smi: no answer in 1 s");
  }

  @Test
  void aMachineWithoutTheToolSaysSo() {
    assertThat(new NvidiaSmi("no-such-nvidia-smi", Duration.ofSeconds(60)).query())
        .isEqualTo(new Answer(List.of(), Optional.of("there is no no-such-nvidia-smi")));
  }
}
