package mnist4j.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mnist4j.ChildJvm;
import mnist4j.cli.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as its user runs it, where the driver's tool is a script of the test's. */
@DisabledOnOs(OS.WINDOWS)
class GpuBuildTest {

  private static final String RTX_5090 = "NVIDIA GeForce RTX 5090, 12.0, 570.86.16, 32607";

  @TempDir private Path directory;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void tool() throws IOException {
    Path script =
        Files.writeString(
            Files.createDirectory(directory.resolve("bin")).resolve("nvidia-smi"),
            "#!/bin/sh\necho '%s'\n".formatted(RTX_5090));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** What makes a class path one for the GPU. */
  private String gpuClassPath() throws IOException {
    Path presets =
        Files.createDirectories(directory.resolve("classes/META-INF/maven/org.bytedeco/cuda"));
    Files.writeString(presets.resolve("pom.properties"), "version=11.6-8.3-1.5.7\n");
    return directory.resolve("classes") + File.pathSeparator + classPath();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private Result run(String classPath, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            ChildJvm.command(
                "-Xlog:class+load:file=" + directory.resolve("loaded"),
                "-cp",
                classPath,
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (path, first) -> first + ":" + path);
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(out), Files.readString(err));
  }

  @Test
  void aGpuThatDoesNotFitIsRefusedBeforeNd4jLoads() throws IOException, InterruptedException {
    Result result = run(gpuClassPath(), "train", "numpy-mlp", "--quick", "--out", directory + "/m");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("mnist4j: found NVIDIA GeForce RTX 5090, compute capability 12.0")
        .endsWith("run the same command without -Pcuda to use the CPU");
    assertThat(Files.readString(directory.resolve("loaded")))
        .contains("mnist4j.backend.gpu.GpuPreflight")
        .doesNotContain(" org.nd4j.linalg.factory.Nd4j ", " org.nd4j.linalg.factory.Nd4jBackend ");
  }

  @Test
  void theDoctorNamesTheGpuAndEndsWell() throws IOException, InterruptedException {
    Result result = run(gpuClassPath(), "doctor", "--out", directory + "/m");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("backend         none")
        .contains("→ found NVIDIA GeForce RTX 5090")
        .contains("GPU             NVIDIA GeForce RTX 5090, compute capability 12.0, 32,607 MiB");
  }

  @Test
  void threadsAreWrongUsage() throws IOException, InterruptedException {
    Result result = run(gpuClassPath(), "--threads", "2", "train", "numpy-mlp", "--quick");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("mnist4j: --threads: found 2, but this program is built for a GPU");
  }

  @Test
  void onTheCpuTheDoctorAdvisesNoProfileForThisGpu() throws IOException, InterruptedException {
    Result result = run(classPath(), "doctor", "--out", directory + "/m");
    assertThat(result.out())
        .contains("backend         CPU")
        .contains("GPU             NVIDIA GeForce RTX 5090, compute capability 12.0")
        .contains("→ no released DL4J supports it")
        .doesNotContain("-Pcuda");
  }
}
