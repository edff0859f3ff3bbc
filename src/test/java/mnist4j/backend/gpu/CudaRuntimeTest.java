package mnist4j.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaRuntimeTest {

  @TempDir private Path directory;

  /** Prints what the runtime has against the machine. */
  static final class Main {
    public static void main(String[] arguments) {
      System.out.println(CudaRuntime.obstacle().orElse("none"));
    }
  }

  /** A class path on which CUDA's runtime has this body. */
  private Optional<String> obstacle(String body) throws IOException {
    Path source =
        Files.createDirectories(directory.resolve("org/bytedeco/cuda/global"))
            .resolve("cudart.java");
    Files.writeString(
        source,
        "package org.bytedeco.cuda.global; public class cudart { public static int cudaGetDeviceCount(int[] count) { %s } }"
            .formatted(body));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-nowarn", source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
      return CudaRuntime.obstacle(loader);
    }
  }

  @Test
  void aDeviceIsNoObstacle() throws IOException {
    assertThat(obstacle("count[0] = 1; return 0;")).isEmpty();
  }

  @Test
  void noDeviceIsOne() throws IOException {
    assertThat(obstacle("return 0;").orElseThrow()).contains("no GPU that it may use");
  }

  @ParameterizedTest
  @CsvSource({
    "100,no GPU that it may use",
    "35,the driver is too old for this CUDA; update it",
    "3,could not be initialised",
    "999,for a reason it does not name",
    "803,differ in version; restart the machine",
    "46,taken by another process",
    "1234,the driver failed"
  })
  void aStatusIsTranslated(int status, String meaning) throws IOException {
    assertThat(obstacle("return %d;".formatted(status)).orElseThrow())
        .contains(meaning)
        .endsWith("(cudaGetDeviceCount: status %d)".formatted(status));
  }

  @Test
  void withoutADriverTheLibraryCannotBeLoaded() throws IOException {
    assertThat(obstacle("throw new UnsatisfiedLinkError(\"libcuda.so.1\");"))
        .contains("found no library of an NVIDIA driver; a driver is needed");
  }

  @Test
  void aClassPathWithoutTheLibrarySaysSo() throws IOException {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(CudaRuntime.obstacle(empty))
          .contains("the class path has no org.bytedeco.cuda.global.cudart");
    }
  }

  /** In a build with CUDA, and where there is a compiler for a driver that fails on demand. */
  @ParameterizedTest
  @CsvSource({
    "100,100,11060",
    "3,3,11060",
    "999,999,11060",
    "803,803,11060",
    "35,35,11060",
    "35,0,10020"
  })
  @EnabledOnOs(OS.LINUX)
  void theRealRuntimeTellsTheDriversFailuresApart(int expected, int status, int version)
      throws IOException, InterruptedException {
    assumeTrue(GpuPreflight.isGpuBuild(), "no CUDA on the class path");
    Path source =
        Files.writeString(
            directory.resolve("driver.c"),
            """
            int cuInit(unsigned flags) { return %d; }
            int cuDriverGetVersion(int *version) { *version = %d; return 0; }
            int cuGetProcAddress(const char *name, void **found, int version, unsigned long long flags) { return 500; }
            """
                .formatted(status, version));
    Path library = directory.resolve("libcuda.so.1");
    assumeTrue(
        run(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()))
            .isPresent(),
        "no compiler");
    assertThat(run(ChildJvm.command(Main.class.getName()))).contains(CudaRuntime.meaning(expected));
  }

  /** What a command prints; empty if there is no such command or it fails. */
  private Optional<String> run(List<String> command) throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LD_LIBRARY_PATH", directory.toString());
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes()).strip();
        return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
