package mnist4j.training;

import mnist4j.data.LabelledImages;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels as a network's outputs express them, and outputs as the classes they stand for. */
final class Labels {

  private Labels() {}

  /**
   * What the outputs should be: one-hot {@code [n, outputs]}; with one output, {@code [n, 1]} with
   * 0 for the first class and 1 for the second.
   */
  static INDArray of(LabelledImages images, int outputs) {
    return outputs == 1
        ? Nd4j.createFromArray(images.labels()).castTo(DataType.FLOAT).reshape(images.size(), 1)
        : images.oneHot(outputs);
  }

  /**
   * The class each row decides for, {@code [n]}: the arg max; with one output, the second class
   * above {@code threshold}.
   *
   * @param outputs {@code [n, outputs]}
   */
  static int[] classes(INDArray outputs, double threshold) {
    return outputs.size(1) == 1
        ? outputs.gt(threshold).castTo(DataType.INT32).toIntVector()
        : outputs.argMax(1).toIntVector();
  }
}
