package mnist4j.spark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
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
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prepared images in IDX files, plain or gzip-compressed: any number of parts, each cut into slices
 * of {@value #SLICE} images.
 */
final class IdxSource {

  private static final int SLICE = 10_000;
  private static final int BATCH = 250;

  /**
   * Of a compressed file, which is read from its start for each: two and a half times in all. Were
   * there more the larger it is, reading would take longer than classifying.
   */
  private static final int MAX_COMPRESSED_SLICES = 4;

  private static final int MAGIC = 0x0803;
  private static final int HEADER_BYTES = 16;
  private static final int GZIP_MAGIC = 0x1f8b;

  private IdxSource() {}

  /**
   * Images {@code from} to {@code to} (exclusive) of a file.
   *
   * @param pixels of each image
   * @param last whether the file ends with them
   */
  private record Slice(String file, int from, int to, int pixels, boolean last)
      implements Serializable {}

  /** Count and size of the images of a file. */
  private record Header(int count, ImageSize size, boolean compressed) {

    /** Of a slice; the last one may have fewer. */
    int imagesPerSlice() {
      return compressed ? Math.max(SLICE, (count - 1) / MAX_COMPRESSED_SLICES + 1) : SLICE;
    }
  }

  /**
   * Classifies every image; an image is called after its file and its position there.
   *
   * @param files paths of IDX files of images
   * @throws TrainingException if a file is no such file, or has other images than its header says
   *     or the network takes
   */
  static Dataset<Row> classified(
      Cluster cluster, List<String> files, Broadcast<SharedModel> model) {
    Configuration hadoop = cluster.context().hadoopConfiguration();
    List<Slice> slices = new ArrayList<>();
    for (String file : files) {
      Header header = header(file, hadoop);
      if (!header.size.toString().equals(model.value().imageSize())) {
        throw new TrainingException(
            "%s has images of %s, expected %s as the network takes"
                .formatted(file, header.size, model.value().imageSize()));
      }
      int count = header.count;
      int to;
      for (int from = 0; from < count; from = to) {
        to = (int) Math.min(count, (long) from + header.imagesPerSlice());
        slices.add(new Slice(file, from, to, header.size.pixels(), to == count));
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
                .flatMap(slice -> new Rows(slice, settings.value().value(), model.value())),
            ClassifiedRow.SCHEMA);
  }

  /**
   * One per slice, until each core has several; then up to four slices each, since a task takes as
   * long to prepare as a thousand images of a small network to classify.
   */
  private static int tasks(int slices, int slots) {
    return Math.max(1, Math.min(slices, Math.max(8 * slots, slices / 4)));
  }

  /** The driver's look: a length that is not the header's shows before anything is classified. */
  private static Header header(String file, Configuration hadoop) {
    Path path = new Path(file);
    try {
      FileSystem system = path.getFileSystem(hadoop);
      try (FSDataInputStream start = system.open(path)) {
        boolean compressed = isCompressed(start);
        DataInputStream in = new DataInputStream(compressed ? new GZIPInputStream(start) : start);
        Header header = header(file, in, compressed);
        if (!compressed) {
          requireLength(file, system.getFileStatus(path).getLen(), header);
        } else if (header.count == 0) {
          requireEnd(in);
        }
        return header;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireLength(String file, long found, Header header) {
    long expected = HEADER_BYTES + (long) header.count * header.size.pixels();
    if (found != expected) {
      throw new TrainingException(
          "%s has %,d bytes, expected %,d for the %,d images in its header; get it again"
              .formatted(file, found, expected, header.count));
    }
  }

  /** Images beyond the header's count would have no rows, and nobody would miss them. */
  private static void requireEnd(InputStream in) throws IOException {
    if (in.read() != -1) {
      throw new IOException("more follows after the last image of its header");
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

  private static Header header(String file, DataInputStream in, boolean compressed)
      throws IOException {
    int magic = in.readInt();
    int count = in.readInt();
    int rows = in.readInt();
    int columns = in.readInt();
    if (magic != MAGIC || count < 0 || !isSide(rows) || !isSide(columns)) {
      throw new TrainingException(
          "%s is no IDX file of images of 1 to %d pixels a side"
              .formatted(file, ImageSize.MAX_SIDE));
    }
    return new Header(count, new ImageSize(rows, columns), compressed);
  }

  private static boolean isSide(int pixels) {
    return pixels >= 1 && pixels <= ImageSize.MAX_SIDE;
  }

  private static boolean isCompressed(FSDataInputStream start) throws IOException {
    boolean gzip = start.readUnsignedShort() == GZIP_MAGIC;
    start.seek(0);
    return gzip;
  }

  /** A plain file is opened at an image; a compressed one is read up to there. */
  private static DataInputStream open(Slice slice, Configuration hadoop) throws IOException {
    Path path = new Path(slice.file);
    long skip = HEADER_BYTES + (long) slice.from * slice.pixels;
    FSDataInputStream start = path.getFileSystem(hadoop).open(path);
    try {
      boolean gzip = isCompressed(start);
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

  /** The rows of a slice, of which one batch at a time is in memory. */
  private static final class Rows implements Iterator<Row> {

    private final Slice slice;
    private final Classifier classifier;
    private final DataInputStream in;
    private int read;
    private Iterator<Row> batch = Collections.emptyIterator();

    Rows(Slice slice, Configuration hadoop, SharedModel model) {
      this.slice = slice;
      read = slice.from;
      classifier = model.images();
      try {
        in = open(slice, hadoop);
      } catch (IOException e) {
        throw unreadable(slice.file, e);
      }
      // Also after a failure.
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) task -> IOUtils.closeStream(in));
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || read < slice.to;
    }

    @Override
    public Row next() {
      if (!batch.hasNext()) {
        batch = nextBatch().iterator();
      }
      return batch.next();
    }

    private List<Row> nextBatch() {
      int count = Math.min(BATCH, slice.to - read);
      byte[] greys;
      try {
        greys = in.readNBytes(count * slice.pixels);
        if (greys.length < count * slice.pixels) {
          throw new EOFException("it ends within image " + (read + greys.length / slice.pixels));
        }
        if (slice.last && read + count == slice.to) {
          requireEnd(in);
        }
      } catch (IOException e) {
        throw unreadable(slice.file, e);
      }
      List<Classification> found = classifier.classifyAll(matrix(greys, count));
      List<Row> rows = new ArrayList<>(count);
      for (Classification classification : found) {
        rows.add(ClassifiedRow.of(slice.file + "#" + read, classification));
        read++;
      }
      return rows;
    }
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
