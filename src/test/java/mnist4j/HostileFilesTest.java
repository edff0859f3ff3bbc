package mnist4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import mnist4j.data.DataException;
import mnist4j.data.DataExport;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;
import mnist4j.training.ModelFile;
import mnist4j.training.TrainingException;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sound files of every format that the program reads, damaged at random thousands of times, inside
 * their compression too: each is read or refused in one line that names it, with little memory.
 */
class HostileFilesTest {

  /** What a reader may allocate for one damaged file, most of it the file's own size many times. */
  private static final long MAX_BYTES = 200_000_000;

  private static final Map<Format, Integer> SLOW_ROUNDS =
      Map.of(Format.FOLDER, 4_000, Format.MODEL, 4_000);

  /** Numbers at which a size, an offset or a count goes wrong. */
  private static final List<Long> EDGES =
      List.of(0L, 1L, -1L, 127L, 255L, 65_535L, 1L << 31, (1L << 31) - 1, 1L << 40, -1L >>> 1);

  private enum Format {
    IDX,
    GZIP,
    NPY,
    NPZ,
    CSV,
    FOLDER,
    PNG,
    JPEG,
    GIF,
    BMP,
    MODEL;

    /** The content of the files, before compression, by name. */
    Map<String, byte[]> sound(Path scratch) throws IOException {
      ImageData bundled = ImageData.bundled();
      LabelledImages train = bundled.train().first(12);
      LabelledImages test = bundled.test().first(6);
      return switch (this) {
        case IDX, GZIP -> contents(IdxFiles.write(scratch, train, test));
        case NPY, NPZ -> {
          DataExport.NPY.write(bundled.first(12), scratch, () -> {});
          yield contents(scratch);
        }
        case CSV -> Map.of("train.csv", csv(train), "test.csv", csv(test));
        case FOLDER -> folder(train);
        case PNG, JPEG, GIF, BMP ->
            Map.of("digit." + name(), picture(train.toBufferedImages().get(0), name()));
        case MODEL -> entries("/mnist4j/pretrained/mlp-64.zip");
      };
    }

    /** The files as the program finds them. */
    Map<String, byte[]> packed(Map<String, byte[]> content) throws IOException {
      return switch (this) {
        case GZIP -> {
          Map<String, byte[]> files = new TreeMap<>();
          for (Map.Entry<String, byte[]> file : content.entrySet()) {
            files.put(file.getKey() + ".gz", gzip(file.getValue()));
          }
          yield files;
        }
        case NPZ -> Map.of("set.npz", zip(content));
        case MODEL -> Map.of("model.zip", zip(content));
        default -> content;
      };
    }

    Object read(Path directory) {
      return switch (this) {
        case PNG, JPEG, GIF, BMP ->
            PreparedDigit.of(PictureFile.read(directory.resolve("digit." + name())));
        case MODEL -> ModelFile.load(directory.resolve("model.zip"));
        case NPZ -> DataSource.read(directory.resolve("set.npz"), DataOptions.DEFAULT);
        default -> DataSource.read(directory, DataOptions.DEFAULT);
      };
    }

    Class<? extends RuntimeException> refusal() {
      return switch (this) {
        case PNG, JPEG, GIF, BMP -> PictureException.class;
        case MODEL -> TrainingException.class;
        default -> DataException.class;
      };
    }
  }

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource
  void areReadWhereTheyAreSound(Format format) throws IOException {
    Path directory = write(format, format.packed(sound(format)));
    assertThat(format.read(directory)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void areReadOrRefusedInOneLineHoweverTheyAreDamaged(Format format) {
    damage(format, 200, 1);
  }

  /** About five minutes in all. */
  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void areReadOrRefusedInOneLineHoweverOftenTheyAreDamaged(Format format) {
    damage(format, SLOW_ROUNDS.getOrDefault(format, 20_000), 2);
  }

  private Map<String, byte[]> sound(Format format) throws IOException {
    return format.sound(Files.createDirectories(root.resolve("sound")));
  }

  /** In one thread, that of a pool, since the pictures of a folder are read in all of a pool's. */
  private void damage(Format format, int rounds, long seed) {
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      pool.invoke(
          ForkJoinTask.adapt(
              () -> {
                damageInThisThread(format, rounds, seed);
                return null;
              }));
    } finally {
      pool.shutdown();
    }
  }

  private void damageInThisThread(Format format, int rounds, long seed) throws IOException {
    Map<String, byte[]> sound = sound(format);
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed << 32 | round);
      Path directory = write(format, damaged(format, sound, random));
      long before = allocated();
      try {
        assertThat(format.read(directory)).isNotNull();
      } catch (RuntimeException e) {
        assertThat(e)
            .as("%s, seed %d, round %d", format, seed, round)
            .isInstanceOf(format.refusal());
        assertThat(e.getMessage()).contains(directory.toString()).hasLineCount(1);
      }
      assertThat(allocated() - before)
          .as("bytes allocated for %s, seed %d, round %d", format, seed, round)
          .isLessThan(MAX_BYTES);
    }
  }

  /** By this thread. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private Path write(Format format, Map<String, byte[]> files) throws IOException {
    Path directory = root.resolve(format.name());
    FileUtils.deleteDirectory(directory.toFile());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }

  /** One file is damaged: before it is compressed, so that the checksums are right, or after. */
  private static Map<String, byte[]> damaged(
      Format format, Map<String, byte[]> sound, Random random) throws IOException {
    return random.nextBoolean()
        ? format.packed(oneOf(sound, random))
        : oneOf(format.packed(sound), random);
  }

  private static Map<String, byte[]> oneOf(Map<String, byte[]> files, Random random) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    List<String> names = List.copyOf(changed.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = changed.get(name);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = damaged(bytes, random);
    }
    changed.put(name, bytes);
    return changed;
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    // Headers are short, and what follows them is long and mostly harmless.
    int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 160);
    int position = random.nextInt(reach);
    int length = Math.min(bytes.length - position, 1 + random.nextInt(16));
    return switch (random.nextInt(6)) {
      case 0 -> changed(bytes, copy -> copy[position] = (byte) random.nextInt(256));
      case 1 -> changed(bytes, copy -> copy[position] = (byte) ('0' + random.nextInt(10)));
      case 2 -> number(bytes, position, random);
      case 3 -> Arrays.copyOf(bytes, position);
      case 4 -> joined(Arrays.copyOf(bytes, position), from(bytes, position + length));
      default -> joined(Arrays.copyOf(bytes, position + length), from(bytes, position));
    };
  }

  private static byte[] changed(byte[] bytes, Consumer<byte[]> change) {
    byte[] copy = bytes.clone();
    change.accept(copy);
    return copy;
  }

  private static byte[] number(byte[] bytes, int position, Random random) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long value = EDGES.get(random.nextInt(EDGES.size()));
    int size = 1 << random.nextInt(4);
    switch (size) {
      case 1 -> buffer.put((byte) value);
      case 2 -> buffer.putShort((short) value);
      case 4 -> buffer.putInt((int) value);
      default -> buffer.putLong(value);
    }
    int fits = Math.min(size, bytes.length - position);
    return changed(bytes, copy -> System.arraycopy(buffer.array(), 0, copy, position, fits));
  }

  private static byte[] from(byte[] bytes, int position) {
    return Arrays.copyOfRange(bytes, position, bytes.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (File file : FileUtils.listFiles(directory.toFile(), null, false)) {
      contents.put(file.getName(), Files.readAllBytes(file.toPath()));
    }
    return contents;
  }

  private static byte[] csv(LabelledImages images) {
    return IntStream.range(0, images.size())
        .mapToObj(
            image ->
                images.label(image)
                    + IntStream.range(0, images.pixelsPerImage())
                        .mapToObj(index -> "," + images.pixel(image, index))
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(US_ASCII);
  }

  private static Map<String, byte[]> folder(LabelledImages images) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<BufferedImage> pictures = images.toBufferedImages();
    for (int image = 0; image < images.size(); image++) {
      files.put("%d/%d.png".formatted(image % 2, image), picture(pictures.get(image), "png"));
    }
    return files;
  }

  private static byte[] picture(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> entries(String resource) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream in =
        new ZipInputStream(HostileFilesTest.class.getResourceAsStream(resource))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }
}
