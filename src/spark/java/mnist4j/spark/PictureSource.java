package mnist4j.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import mnist4j.training.TrainingException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Pictures through Spark's own readers: a tree of files, or Parquet with their bytes. */
final class PictureSource {

  /** Of one picture; a longer file is not read. */
  private static final long MAX_BYTES = 200_000_000;

  private static final String PATH = "path";
  private static final String CONTENT = "content";

  private PictureSource() {}

  /** Every file of a tree; those that are no picture get a reason. */
  static Dataset<Row> files(SparkSession session, String source, Broadcast<SharedModel> model) {
    Dataset<Row> files =
        session
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(literal(source));
    Column large = col("length").gt(MAX_BYTES);
    Dataset<Row> readable = files.where(col("length").leq(MAX_BYTES)).select(PATH, CONTENT);
    Dataset<Row> tooLarge =
        files.where(large).select(col(PATH), lit(null).cast("binary").as(CONTENT));
    return classified(readable.unionByName(tooLarge), model);
  }

  /**
   * Parquet with a column {@code content}, as Spark's {@code binaryFile} has it, or {@code image}
   * with a field {@code bytes}. Without a path, a picture is called after its file and its row
   * there.
   *
   * @throws TrainingException if it has neither column
   */
  static Dataset<Row> parquet(SparkSession session, String source, Broadcast<SharedModel> model) {
    Dataset<Row> rows =
        session
            .read()
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.[pP][aA][rR][qQ][uU][eE][tT]")
            .parquet(literal(source));
    List<String> columns = Arrays.asList(rows.columns());
    Column content;
    if (columns.contains(CONTENT)) {
      content = col(CONTENT);
    } else if (columns.contains("image")) {
      content = col("image.bytes");
    } else {
      throw new TrainingException(
          "%s has the columns %s, expected content or image with the bytes of a picture"
              .formatted(source, String.join(", ", columns)));
    }
    Column position =
        concat(col("_metadata.file_path"), lit("#"), col("_metadata.row_index").cast("string"));
    Column path = columns.contains(PATH) ? coalesce(col(PATH), position) : position;
    return classified(rows.select(path.as(PATH), content.as(CONTENT)), model);
  }

  /**
   * Spark takes some characters of a path for patterns; a backslash makes them stand for
   * themselves.
   */
  private static String literal(String path) {
    return path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  private static Dataset<Row> classified(Dataset<Row> pictures, Broadcast<SharedModel> model) {
    MapFunction<Row, Row> classify = row -> classify(row, model.value());
    return pictures.map(classify, Encoders.row(ClassifiedRow.SCHEMA));
  }

  private static Row classify(Row picture, SharedModel model) {
    String path = picture.getString(0);
    if (picture.isNullAt(1)) {
      return ClassifiedRow.unreadable(
          path, String.format(Locale.ROOT, "no content, or more than %,d bytes", MAX_BYTES));
    }
    try {
      return ClassifiedRow.of(path, model.pictures().classify(picture.<byte[]>getAs(1)));
    } catch (IllegalArgumentException e) {
      return ClassifiedRow.unreadable(path, e.getMessage());
    }
  }
}
