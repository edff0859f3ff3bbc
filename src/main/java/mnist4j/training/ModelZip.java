package mnist4j.training;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A zip written by DL4J's {@code ModelSerializer}, read without trust: only the entries that a
 * network needs, each within a limit, and none as Java objects, as DL4J itself reads {@code
 * preprocessor.bin}. Every method throws a {@link TrainingException} that names what is wrong.
 */
final class ModelZip implements AutoCloseable {

  /** Forty times the parameters of the largest recipe; 64 MB as float32. */
  static final long MAX_PARAMETERS = 16_000_000;

  private static final long MAX_FILE = 400_000_000;
  private static final int MAX_JSON = 1_000_000;

  /** A kind, a type and three numbers; arrays, if there are any, come later. */
  private static final int MAX_NORMALIZER = 100_000;

  private static final int MAX_GREY = 255;

  /** Largest size of all that precedes the values of an array. */
  private static final int MAX_HEADER = 1_000;

  /** The names by which ND4J marks lengths of 64 bits, since its version 1.0. */
  private static final Set<String> MODES = Set.of("MIXED_DATA_TYPES", "LONG_SHAPE");

  private final Path file;
  private final ZipFile zip;

  /**
   * @throws IOException if the file is no zip
   */
  ModelZip(Path file) throws IOException {
    this.file = file;
    if (Files.size(file) > MAX_FILE) {
      throw problem("has %,d bytes, expected at most %,d".formatted(Files.size(file), MAX_FILE));
    }
    zip = new ZipFile(file.toFile());
  }

  /**
   * @throws TrainingException if an entry, needed or not, would unpack to more than any network
   */
  void requireNoLargeEntry() {
    zip.stream()
        .filter(entry -> entry.getSize() > MAX_FILE)
        .findFirst()
        .ifPresent(
            entry -> {
              throw problem(
                  "has an entry %.100s of %,d bytes, expected at most %,d"
                      .formatted(entry.getName(), entry.getSize(), MAX_FILE));
            });
  }

  /**
   * @throws TrainingException if the zip has Java objects, which run code when they are read
   */
  void requireNoJavaObjects() {
    if (has(ModelSerializer.PREPROCESSOR_BIN)) {
      throw problem(
          "has Java objects in %s, which can run code and are never read; save the network without them"
              .formatted(ModelSerializer.PREPROCESSOR_BIN));
    }
  }

  /** The configuration as JSON, at most a million bytes. */
  String configuration() throws IOException {
    return new String(entry(ModelSerializer.CONFIGURATION_JSON, MAX_JSON), StandardCharsets.UTF_8);
  }

  /**
   * What this program wrote beside the network; empty in a zip of another program.
   *
   * @throws TrainingException if it is damaged
   */
  Optional<ModelMetadata> metadata() throws IOException {
    if (!has(ModelMetadata.ENTRY)) {
      return Optional.empty();
    }
    Optional<ModelMetadata> metadata = ModelMetadata.of(entry(ModelMetadata.ENTRY, MAX_JSON));
    if (metadata.isEmpty()) {
      throw problem("is damaged: %s is not as mnist4j writes it".formatted(ModelMetadata.ENTRY));
    }
    return metadata;
  }

  /**
   * The scaling of the normalizer, for inputs in [0, 1] instead of grey values of 0 to 255; empty
   * if there is none to do.
   *
   * @throws TrainingException for any normalizer but {@code ImagePreProcessingScaler}, whose files
   *     hold arrays or name classes to load
   */
  Optional<PixelScaling> scaling() throws IOException {
    if (!has(ModelSerializer.NORMALIZER_BIN)) {
      return Optional.empty();
    }
    byte[] bytes = entry(ModelSerializer.NORMALIZER_BIN, MAX_NORMALIZER);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String kind = in.readUTF();
      int version = in.readInt();
      String type = in.readUTF();
      if (!kind.equals("NORMALIZER") || version != 1) {
        throw new StreamCorruptedException(kind);
      }
      if (!type.equals(NormalizerType.IMAGE_MIN_MAX.toString())) {
        throw problem(
            "has a normalizer of type %.100s, expected an ImagePreProcessingScaler (%s)"
                .formatted(type, NormalizerType.IMAGE_MIN_MAX));
      }
      return scaling(in.readDouble(), in.readDouble(), in.readDouble());
    } catch (IOException e) {
      throw new TrainingException(
          "%s is damaged: %s is no normalizer; get it again"
              .formatted(file, ModelSerializer.NORMALIZER_BIN),
          e);
    }
  }

  private Optional<PixelScaling> scaling(double least, double most, double largestGrey) {
    if (!Double.isFinite(least) || !Double.isFinite(most) || largestGrey != MAX_GREY) {
      throw problem(
          "scales grey values of 0 to %s to %s to %s, expected finite numbers and grey values of 0 to %d"
              .formatted(largestGrey, least, most, MAX_GREY));
    }
    return least == 0 && most == 1 ? Optional.empty() : Optional.of(new PixelScaling(least, most));
  }

  /**
   * Looks whether the arrays are as they were written, without knowing how long they have to be.
   *
   * @throws TrainingException if one is damaged
   * @throws IOException if one cannot be read
   */
  void requireArrays() throws IOException {
    entry(ModelSerializer.COEFFICIENTS_BIN, MAX_FILE);
    if (has(ModelSerializer.UPDATER_BIN)) {
      entry(ModelSerializer.UPDATER_BIN, MAX_FILE);
    }
  }

  /** The parameters, {@code [count]}, all of them finite. */
  INDArray parameters(long count) throws IOException {
    return vector(ModelSerializer.COEFFICIENTS_BIN, count);
  }

  /** The state of the updater, {@code [count]}, all of it finite. */
  INDArray updaterState(long count) throws IOException {
    return vector(ModelSerializer.UPDATER_BIN, count);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  private byte[] entry(String name, long limit) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new NoSuchFileException(name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) limit + 1);
      if (bytes.length > limit) {
        throw problem("has more than %,d bytes in %s".formatted(limit, name));
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw problem("is damaged: %s has another checksum; get it again".formatted(name));
      }
      return bytes;
    }
  }

  /**
   * An array as {@code Nd4j.write} writes it: the shape information, then the values, each after a
   * header of its own. ND4J allocates whatever those say, so it is not asked to read them.
   */
  private INDArray vector(String name, long count) throws IOException {
    byte[] bytes = entry(name, Double.BYTES * count + MAX_HEADER);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    DataInputStream data = new DataInputStream(in);
    Header header;
    try {
      long shapeLength = Header.read(data).length;
      long rank = data.readLong();
      if (rank == 2) {
        // As DL4J wrote it up to version 1.0.0-beta7.
        expect(name, "number of rows", 1, data.readLong());
      } else {
        expect(name, "rank", 1, rank);
      }
      // The rank, a length and a stride per dimension, and three more.
      expect(name, "length of the shape", 2 * rank + 4, shapeLength);
      expect(name, "length", count, data.readLong());
      data.skipNBytes((rank + 3) * Long.BYTES);
      header = Header.read(data);
    } catch (IOException e) {
      throw new TrainingException(
          "%s is damaged: %s does not start as an array; get it again".formatted(file, name), e);
    }
    expect(name, "number of values", count, header.length);
    int bytesPerValue =
        switch (header.type) {
          case "FLOAT" -> Float.BYTES;
          case "DOUBLE" -> Double.BYTES;
          default ->
              throw problem(
                  "has values of type %.100s in %s, expected FLOAT or DOUBLE"
                      .formatted(header.type, name));
        };
    expect(name, "number of bytes", count * bytesPerValue, in.available());
    ByteBuffer values = ByteBuffer.wrap(bytes, bytes.length - in.available(), in.available());
    return bytesPerValue == Float.BYTES ? floats(name, values) : doubles(name, values);
  }

  private INDArray floats(String name, ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    requireFinite(name, IntStream.range(0, values.length).allMatch(i -> Float.isFinite(values[i])));
    return Nd4j.createFromArray(values);
  }

  private INDArray doubles(String name, ByteBuffer bytes) {
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    requireFinite(
        name, IntStream.range(0, values.length).allMatch(i -> Double.isFinite(values[i])));
    return Nd4j.createFromArray(values);
  }

  private void requireFinite(String name, boolean finite) {
    if (!finite) {
      throw problem(
          "has infinite values or NaN in %s; the training that made it failed".formatted(name));
    }
  }

  private void expect(String name, String what, long expected, long found) {
    if (found != expected) {
      throw problem(
          "says %,d as the %s in %s, expected %,d by its configuration and size; get it again"
              .formatted(found, what, name, expected));
    }
  }

  private TrainingException problem(String words) {
    return new TrainingException("%s %s".formatted(file, words));
  }

  /** What precedes the content of a buffer. */
  private record Header(long length, String type) {

    static Header read(DataInputStream in) throws IOException {
      String mode = in.readUTF();
      if (!MODES.contains(mode)) {
        throw new StreamCorruptedException(mode);
      }
      return new Header(in.readLong(), in.readUTF());
    }
  }
}
