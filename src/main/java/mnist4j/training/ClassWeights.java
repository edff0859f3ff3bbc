package mnist4j.training;

import mnist4j.data.LabelledImages;
import mnist4j.recipe.SettingsException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Weights of the classes in the loss, so that rare classes count as much as frequent ones. */
final class ClassWeights {

  private ClassWeights() {}

  /**
   * The weights by inverse frequency: {@code n / (k * n_c)} for {@code n_c} of {@code n} images and
   * {@code k} classes that occur, as scikit-learn's {@code class_weight="balanced"} has them; 1 for
   * a class without images.
   *
   * @return {@code [1, classes]}, float32; the mean over the images is 1
   */
  static INDArray balanced(LabelledImages images, int classes) {
    int[] counts = images.counts(classes);
    float[] weights = new float[classes];
    int occurring = 0;
    for (int count : counts) {
      occurring += count > 0 ? 1 : 0;
    }
    for (int i = 0; i < classes; i++) {
      weights[i] = counts[i] == 0 ? 1 : (float) images.size() / occurring / counts[i];
    }
    return Nd4j.createFromArray(weights).reshape(1, classes);
  }

  /**
   * Puts the weights into the loss of the last layer.
   *
   * @throws SettingsException if that is no cross-entropy over the classes
   */
  static void balance(MultiLayerConfiguration configuration, LabelledImages images, int classes) {
    Layer last = configuration.getConf(configuration.getConfs().size() - 1).getLayer();
    if (!(last instanceof BaseOutputLayer output)
        || !(output.getLossFn() instanceof LossMCXENT)
        || output.getNOut() != classes) {
      throw noneSuch();
    }
    output.setLossFn(new LossMCXENT(balanced(images, classes)));
  }

  /** For a loss that has no such weights. */
  static SettingsException noneSuch() {
    return new SettingsException(
        "--balance", true, "none, since only a cross-entropy over the classes has such weights");
  }
}
