package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import mnist4j.training.ModelFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A file system of one megabyte, full or read-only; skipped where none can be mounted. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

  private static final String DRAWN = "src/test/resources/mnist4j/drawn/7-02.png";

  @TempDir private Path root;

  private Path disk;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectory(root.resolve("disk"));
    assumeTrue(
        execute("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "this user may not mount a file system");
    Files.writeString(disk.resolve("mine.txt"), "mine");
  }

  @AfterEach
  void unmount() throws Exception {
    execute("umount", disk.toString());
  }

  private static boolean execute(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void fillUpTo(int bytesLeft) throws IOException {
    long free = Files.getFileStore(disk).getUsableSpace();
    Files.write(disk.resolve("filler"), new byte[(int) (free - bytesLeft)]);
  }

  private Terminal run(String command) {
    return Terminal.run(
        Stream.of(command.split(" ")).map(word -> word.replace("@", disk.toString())).toList());
  }

  private Map<String, Integer> files() {
    try (Stream<Path> paths = Files.walk(disk)) {
      return paths
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  path -> disk.relativize(path).toString(),
                  FullDiskTest::digest,
                  (a, b) -> a,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int digest(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train mlp-64 --quick --epochs 1 --out @",
        "experiment l2 --quick --out @",
        "predict cnn " + DRAWN + " --show @/sheet.png",
      })
  void thatIsFullEndsACommandWithOneLineAndLeavesWhatWasThere(String command) throws IOException {
    fillUpTo(8_192);
    Map<String, Integer> before = files();
    Terminal terminal = run(command);
    assertThat(terminal.status()).isEqualTo(1);
    assertThat(terminal.err().lines().filter(line -> line.startsWith("mnist4j: ")))
        .singleElement()
        .asString()
        .contains("No space left on device", "with space left");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void thatIsFullIsFoundByDoctor() throws IOException {
    fillUpTo(0);
    assertThat(run("doctor --out @/runs").out())
        .contains("output          not writable", "(No space left on device)");
    assertThat(files()).containsOnlyKeys("mine.txt", "filler");
  }

  /** Whatever file no longer fits: those before it are whole, and nothing else is there. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 600_000})
  void thatFillsUpDuringARunLeavesWholeFilesOnly(int room) throws IOException {
    fillUpTo(room);
    Terminal terminal = run("train numpy-mlp --quick --epochs 1 --out @");
    assertThat(terminal.status()).isEqualTo(1);
    assertThat(terminal.err()).contains("No space left on device").hasLineCount(1);
    assertThat(disk.resolve("mine.txt")).hasContent("mine");
    try (Stream<Path> written = Files.walk(disk.resolve("numpy-mlp"))) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        expectWhole(file);
      }
    }
  }

  private static void expectWhole(Path file) throws IOException {
    String name = file.getFileName().toString();
    switch (name.substring(name.lastIndexOf('.'))) {
      case ".zip" -> assertThat(ModelFile.load(file).network().numParams()).isEqualTo(79_400);
      case ".png" -> assertThat(ImageIO.read(file.toFile())).isNotNull();
      case ".csv" -> assertThat(file).content().endsWith("\n");
      case ".json" -> assertThat(new ObjectMapper().readTree(file.toFile()).isObject()).isTrue();
      default -> fail(name + " should not be there");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train mlp-64 --quick --epochs 1 --out @",
        "reproduce numpy-mlp --out @",
        "experiment l2 --quick --out @",
      })
  void thatIsReadOnlyIsFoundBeforeAnyWork(String command) throws Exception {
    assertThat(execute("mount", "-o", "remount,ro", disk.toString())).isTrue();
    Terminal terminal = run(command);
    assertThat(terminal.status()).isEqualTo(1);
    assertThat(terminal.err().lines())
        .singleElement()
        .asString()
        .endsWith(
            " cannot be written to (Read-only file system); name another directory with --out");
    assertThat(terminal.out()).isEmpty();
    assertThat(files()).containsOnlyKeys("mine.txt");
  }
}
