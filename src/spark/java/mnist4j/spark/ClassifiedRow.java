package mnist4j.spark;

import mnist4j.Prediction;
import mnist4j.evaluation.Classification;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The row of one picture in the output of {@code spark predict}. */
final class ClassifiedRow {

  /** The name of the predicted class. */
  static final String LABEL = "label";

  /** Why a picture has no label. */
  static final String REASON = "reason";

  /** The network's outputs, one per class. */
  static final String OUTPUTS = "outputs";

  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add(LABEL, DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add(OUTPUTS, DataTypes.createArrayType(DataTypes.DoubleType, false))
          .add(REASON, DataTypes.StringType);

  private ClassifiedRow() {}

  static Row of(String path, Classification found) {
    int best = found.ranked(0);
    return RowFactory.create(
        path,
        found.classNames().get(best),
        found.outputs().get(best),
        found.outputs().toArray(Double[]::new),
        null);
  }

  static Row of(String path, Prediction found) {
    return RowFactory.create(
        path,
        found.label(),
        found.probability(),
        found.probabilities().toArray(Double[]::new),
        null);
  }

  static Row unreadable(String path, String reason) {
    return RowFactory.create(path, null, null, null, reason);
  }
}
