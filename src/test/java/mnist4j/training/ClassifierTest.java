package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mnist4j.data.ImageData;
import mnist4j.evaluation.Classification;
import org.assertj.core.util.DoubleComparator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ClassifierTest {

  private static final INDArray IMAGE = Nd4j.zeros(DataType.FLOAT, 1, 784);

  /** Of an empty image its outputs are the activations of its biases, 0.5, 1.0, 1.5, … */
  private static MultiLayerNetwork network(int outputs, Activation activation) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(outputs)
                        .activation(activation)
                        .build())
                .setInputType(InputType.feedForward(784))
                .build());
    network.init();
    INDArray bias = network.getLayer(0).getParam("b");
    for (int i = 0; i < outputs; i++) {
      bias.putScalar(i, 0.5 * (i + 1));
    }
    return network;
  }

  @ParameterizedTest
  @CsvSource({
    "SOFTMAX,10,true",
    "SIGMOID,1,true",
    "SIGMOID,10,false",
    "IDENTITY,10,false",
    "IDENTITY,1,false",
    "TANH,10,false"
  })
  void onlyASoftmaxOrASingleSigmoidGivesProbabilities(
      Activation activation, int outputs, boolean probable) {
    Classifier classifier = classifier(network(outputs, activation), List.of());
    assertThat(classifier.isProbable()).isEqualTo(probable);
    assertThat(classifier.classify(IMAGE).probabilities()).isEqualTo(probable);
  }

  private static Classifier classifier(MultiLayerNetwork network, List<String> names) {
    return new Classifier(new SavedModel(network, Optional.empty()), names);
  }

  @Test
  void aLossLayerAtTheEndCountsByItsActivation() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build())
                .layer(
                    new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(784))
                .build());
    network.init();
    Classifier classifier = classifier(network, List.of());
    assertThat(classifier.isProbable()).isTrue();
    assertThat(classifier.classNames()).containsExactly("class 0", "class 1", "class 2");
  }

  @Test
  void theOutputsComeInTheOrderOfTheClasses() {
    Classification found =
        classifier(network(3, Activation.IDENTITY), List.of("a", "b", "c")).classify(IMAGE);
    assertThat(found.outputs()).containsExactly(0.5, 1.0, 1.5);
    assertThat(found.classNames()).containsExactly("a", "b", "c");
  }

  @Test
  void aSingleOutputIsTheProbabilityOfTheSecondClass() {
    Classification found =
        classifier(network(1, Activation.SIGMOID), List.of("3", "8")).classify(IMAGE);
    double sigmoid = 1 / (1 + Math.exp(-0.5));
    assertThat(found.outputs().get(1)).isCloseTo(sigmoid, within(1e-6));
    assertThat(found.outputs().get(0) + found.outputs().get(1)).isEqualTo(1);
    assertThat(found.classNames().get(found.ranked(0))).isEqualTo("8");
  }

  @Test
  void tenClassesWithoutNamesAreTheDigitsAndOthersAreNumbered() {
    MultiLayerNetwork three = network(3, Activation.SOFTMAX);
    Stream.of(List.<String>of(), List.of("a", "b"))
        .forEach(
            names ->
                assertThat(classifier(three, names).classNames())
                    .containsExactly("class 0", "class 1", "class 2"));
    assertThat(classifier(network(1, Activation.SIGMOID), List.of()).classNames())
        .containsExactly("class 0", "class 1");
    assertThat(classifier(network(10, Activation.SOFTMAX), List.of()).classNames())
        .isEqualTo(ImageData.digits());
  }

  @Test
  void theNamesAreTheSameInALanguageWithOtherDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat("%d".formatted(1)).isNotEqualTo("1");
      assertThat(classifier(network(3, Activation.SOFTMAX), List.of()).classNames())
          .containsExactly("class 0", "class 1", "class 2");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** More images than a pass takes. */
  @Test
  void classifiesManyImagesAtOnceAsOneByOne() {
    Classifier classifier = classifier(network(3, Activation.SOFTMAX), List.of());
    INDArray images = Nd4j.rand(DataType.FLOAT, 1_003, 784);
    List<Classification> found = classifier.classifyAll(images);
    assertThat(found).hasSize(1_003);
    for (int i : new int[] {0, 999, 1_000, 1_002}) {
      assertThat(found.get(i).outputs())
          .usingComparatorForType(new DoubleComparator(1e-5), Double.class)
          .isEqualTo(classifier.classify(images.getRow(i, true)).outputs());
    }
  }

  @Test
  void outputsThatAreNoNumbersAreNoClassification() {
    MultiLayerNetwork network = network(3, Activation.SOFTMAX);
    network.getLayer(0).getParam("b").putScalar(1, Float.NaN);
    Classifier classifier = classifier(network, List.of());
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> classifier.classify(new float[784]))
        .withMessage(
            "the network's outputs are no numbers for this picture: its weights are too large; train it again");
  }
}
