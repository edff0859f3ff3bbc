package mnist4j.spark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import mnist4j.data.ImageSize;
import mnist4j.evaluation.Classification;
import mnist4j.training.Classifier;
import mnist4j.training.TrainingException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prepared images in IDX files, plain or gzip-compressed: any number of parts, each cut into slices
 * of {@value #SLICE} images.
 */
final class IdxSource {

  private static final int SLICE = 10_000;
  private static final int BATCH = 250;
  private static final int MAGIC = 0x0803;
  private static final int HEADER_BYTES = 16;
  private static final int GZIP_MAGIC = 0x1f8b;

  private IdxSource() {}

  /** Images {@code from} to {@code to} (exclusive) of a file. */
  private record Slice(String file, int from, int to) implements Serializable {}

  /** Count and size of the images of a file. */
  private record Header(int count, ImageSize size) {}

  /**
   * Classifies every image; an image is called after its file and its position there.
   *
   * @param files paths of IDX files of images
   * @throws TrainingException if a file is no such file, or its images have another size
   */
  static Dataset<Row> classified(
      Cluster cluster, List<String> files, Broadcast<SharedModel> model) {
    Configuration hadoop = cluster.context().hadoopConfiguration();
    List<Slice> slices = new ArrayList<>();
    for (String file : files) {
      Header header = header(file, hadoop);
      if (!header.size.toString().equals(model.value().imageSize())) {
        throw new TrainingException(
            "%s has images of %s pixels, expected %s as the network takes"
                .formatted(file, header.size, model.value().imageSize()));
      }
      int count = header.count;
      for (int from = 0; from < count; from += SLICE) {
        slices.add(new Slice(file, from, Math.min(count, from + SLICE)));
      }
    }
    Broadcast<SerializableConfiguration> settings =
        cluster.broadcast(new SerializableConfiguration(hadoop));
    return cluster
        .session()
        .createDataFrame(
            cluster
                .context()
                .parallelize(slices, tasks(slices.size(), cluster.slots()))
                .flatMap(slice -> classify(slice, settings.value().value(), model.value())),
            ClassifiedRow.SCHEMA);
  }

  /**
   * One per slice, until each core has several; then up to four slices each, since a task takes as
   * long to prepare as a thousand images of a small network to classify.
   */
  private static int tasks(int slices, int slots) {
    return Math.max(1, Math.min(slices, Math.max(8 * slots, slices / 4)));
  }

  private static Header header(String file, Configuration hadoop) {
    try (DataInputStream in = open(file, 0, hadoop)) {
      return header(file, in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static TrainingException unreadable(String file, IOException e) {
    String reason = e.getMessage();
    if (e instanceof FileNotFoundException) {
      reason = "it is not on every machine; put it where all executors find it";
    } else if (e instanceof EOFException && reason == null) {
      reason = "it ends too soon";
    }
    return new TrainingException("%s cannot be read: %s".formatted(file, reason), e);
  }

  private static Header header(String file, DataInputStream in) throws IOException {
    int magic = in.readInt();
    int count = in.readInt();
    int rows = in.readInt();
    int columns = in.readInt();
    if (magic != MAGIC || count < 0 || !isSide(rows) || !isSide(columns)) {
      throw new TrainingException(
          "%s is no IDX file of images of 1 to %d pixels a side"
              .formatted(file, ImageSize.MAX_SIDE));
    }
    return new Header(count, new ImageSize(rows, columns));
  }

  private static boolean isSide(int pixels) {
    return pixels >= 1 && pixels <= ImageSize.MAX_SIDE;
  }

  /** A plain file is opened at an image; a compressed one is read up to there. */
  private static DataInputStream open(String file, long skip, Configuration hadoop)
      throws IOException {
    Path path = new Path(file);
    FileSystem system = path.getFileSystem(hadoop);
    FSDataInputStream start = system.open(path);
    try {
      boolean gzip = start.readUnsignedShort() == GZIP_MAGIC;
      start.seek(gzip ? 0 : skip);
      InputStream in = new BufferedInputStream(start, 1 << 16);
      DataInputStream data = new DataInputStream(gzip ? new GZIPInputStream(in, 1 << 16) : in);
      if (gzip) {
        data.skipNBytes(skip);
      }
      return data;
    } catch (IOException e) {
      start.close();
      throw e;
    }
  }

  private static Iterator<Row> classify(Slice slice, Configuration hadoop, SharedModel model) {
    Classifier classifier = model.images();
    int pixels = header(slice.file, hadoop).size.pixels();
    List<Row> rows = new ArrayList<>(slice.to - slice.from);
    try (DataInputStream in = open(slice.file, HEADER_BYTES + (long) slice.from * pixels, hadoop)) {
      for (int from = slice.from; from < slice.to; from += BATCH) {
        int count = Math.min(BATCH, slice.to - from);
        byte[] greys = in.readNBytes(count * pixels);
        if (greys.length < count * pixels) {
          throw new EOFException("it ends within image " + (from + greys.length / pixels));
        }
        List<Classification> found = classifier.classifyAll(matrix(greys, count));
        for (int i = 0; i < count; i++) {
          rows.add(ClassifiedRow.of(slice.file + "#" + (from + i), found.get(i)));
        }
      }
    } catch (IOException e) {
      throw unreadable(slice.file, e);
    }
    return rows.iterator();
  }

  /** {@code [count, pixels]}, in [0, 1]. Copied as a whole, not a value at a time. */
  private static INDArray matrix(byte[] greys, int count) {
    float[] values = new float[greys.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (greys[i] & 0xff) / 255f;
    }
    return Nd4j.create(values, new int[] {count, greys.length / count}, 'c');
  }
}
