package mnist4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one bash command did.
 *
 * @param status its exit status
 * @param output its standard output and standard error together
 */
public record Bash(int status, String output) {

  /** Runs a script in a directory, with {@code environment} instead of this process's own. */
  public static Bash run(Path directory, Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("bash", "-c", script))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Bash(process.waitFor(), output);
  }
}
