package mnist4j.experiment;

import mnist4j.recipe.Keras;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network for points of the plane, 2 → hidden tanh → 2 softmax, trained with full-batch Adam.
 *
 * @param hidden neurons of the hidden layer, at least 1
 * @param l2 coefficient λ of the L2 penalty λ/2 ‖w‖² on the weights, 0 for none
 * @param learningRate of Adam, above 0
 * @param steps number of training steps, at least 1
 */
public record ToyRecipe(int hidden, double l2, double learningRate, int steps) {

  private static final long SEED = 1;

  /** The network for {@code [n, 2]} float32 inputs; the outputs are class probabilities. */
  public MultiLayerConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(SEED)
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(Keras.adam(learningRate))
        .l2(l2)
        .list()
        .layer(new DenseLayer.Builder().nOut(hidden).activation(Activation.TANH).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(2))
        .build();
  }
}
