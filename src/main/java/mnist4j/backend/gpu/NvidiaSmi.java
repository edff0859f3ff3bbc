package mnist4j.backend.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tool that NVIDIA's driver brings. It says which GPUs there are. */
final class NvidiaSmi {

  /** More than any machine has; the rest is not read. */
  private static final int MAX_BYTES = 64 << 10;

  private static final String FIELDS = "name,compute_cap,driver_version,memory.total";

  /** Tools from before 2021 do not know {@code compute_cap}. */
  private static final String OLDER_FIELDS = "name,driver_version,memory.total";

  /**
   * What it says.
   *
   * @param gpus in the order of the PCI bus
   * @param failure why it lists none, where it fails; a machine with a driver and no GPU is no
   *     failure
   */
  record Answer(List<Gpu> gpus, Optional<String> failure) {}

  private record Output(int status, String text) {}

  private final String command;
  private final Duration limit;

  /**
   * @param command name of the tool on the search path, or its path
   * @param limit of the time to wait for it
   */
  NvidiaSmi(String command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  /** Asks for all GPUs. */
  Answer query() {
    try {
      Output output = run(FIELDS);
      return output.status != 0 && output.text.contains("compute_cap")
          ? answer(run(OLDER_FIELDS), false)
          : answer(output, true);
    } catch (IOException e) {
      return failed("there is no %s".formatted(command));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("%s was interrupted".formatted(command));
    }
  }

  private Output run(String fields) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command, "--query-gpu=" + fields, "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Output(1, "no answer in %d s".formatted(limit.toSeconds()));
      }
      byte[] bytes = process.getInputStream().readNBytes(MAX_BYTES);
      return new Output(process.exitValue(), new String(bytes, UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  private Answer answer(Output output, boolean hasCapability) {
    List<String> lines =
        output.text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.stream().anyMatch(line -> line.startsWith("No devices"))) {
      return new Answer(List.of(), Optional.empty());
    }
    if (output.status != 0) {
      return failed("%s: %s".formatted(command, lines.stream().findFirst().orElse("failed")));
    }
    return new Answer(
        lines.stream().map(line -> gpu(line, hasCapability)).toList(), Optional.empty());
  }

  private static Gpu gpu(String line, boolean hasCapability) {
    List<String> values = new ArrayList<>(Stream.of(line.split(",")).map(String::strip).toList());
    if (!hasCapability) {
      values.add(1, "");
    }
    return Gpu.of(values);
  }

  private static Answer failed(String reason) {
    return new Answer(List.of(), Optional.of(reason));
  }
}
