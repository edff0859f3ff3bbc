package mnist4j.acceleration.step;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The recipes' networks and batches that look like digits: mostly blank, with strokes. */
enum TestNetworks {
  MLP_64(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return flat(new Adam(1e-3, 0.9, 0.999, 1e-7), dense(64), softmax().build());
    }
  },
  MLP_512(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return flat(new RmsProp(1e-3, 0.9, 1e-7), dense(512), softmax().build());
    }
  },
  CNN(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return builder(new Adam(1e-3, 0.9, 0.999, 1e-7))
          .list()
          .layer(convolution(32))
          .layer(maxPooling())
          .layer(convolution(64))
          .layer(maxPooling())
          .layer(convolution(64))
          .layer(dense(128))
          .layer(softmax().build())
          .setInputType(InputType.convolutionalFlat(28, 28, 1))
          .build();
    }
  },
  CNN_WITH_NORMALISATION(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return builder(new Adam(1e-3, 0.9, 0.999, 1e-7))
          .list()
          .layer(convolution(8))
          .layer(new BatchNormalization())
          .layer(convolution(12))
          .layer(maxPooling())
          .layer(new BatchNormalization.Builder().decay(0.8).eps(1e-3).build())
          .layer(dense(32))
          .layer(new BatchNormalization())
          .layer(softmax().build())
          .setInputType(InputType.convolutionalFlat(28, 28, 1))
          .build();
    }
  },
  MLP_WITH_DROPOUT(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return flat(
          new RmsProp(1e-3, 0.9, 1e-7),
          dense(64),
          new DenseLayer.Builder()
              .nOut(32)
              .activation(Activation.RELU)
              .dropOut(new Dropout(0.8))
              .build(),
          softmax().dropOut(new Dropout(0.5)).build());
    }
  },
  MLP_WITH_CLASS_WEIGHTS(10) {
    @Override
    MultiLayerConfiguration configuration() {
      INDArray weights =
          Nd4j.createFromArray(0.25f, 3, 1, 0.5f, 2, 0.1f, 1.5f, 1, 4, 0.75f).reshape(1, 10);
      return flat(
          new Adam(1e-3, 0.9, 0.999, 1e-7),
          dense(32),
          new OutputLayer.Builder(new LossMCXENT(weights))
              .nOut(10)
              .activation(Activation.SOFTMAX)
              .build());
    }
  },
  PERCEPTRON(1) {
    @Override
    MultiLayerConfiguration configuration() {
      return flat(
          new Sgd(0.01),
          new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.SIGMOID).build());
    }
  },
  NUMPY_MLP(10) {
    @Override
    MultiLayerConfiguration configuration() {
      return flat(
          new Sgd(0.0025),
          new DenseLayer.Builder().nOut(100).activation(Activation.RELU).hasBias(false).build(),
          new OutputLayer.Builder(LossFunction.L2)
              .nOut(10)
              .activation(Activation.IDENTITY)
              .hasBias(false)
              .build());
    }
  };

  private final int outputs;

  TestNetworks(int outputs) {
    this.outputs = outputs;
  }

  abstract MultiLayerConfiguration configuration();

  /** A batch of float32 rows, the same for the same seed. */
  DataSet batch(int size, long seed) {
    Random random = new Random(seed);
    float[][] images = new float[size][784];
    float[][] targets = new float[size][outputs];
    for (int i = 0; i < size; i++) {
      int digit = random.nextInt(Math.max(2, outputs));
      for (int y = 4; y < 24; y++) {
        for (int x = 0; x < 3; x++) {
          images[i][y * 28 + 4 + x + digit * 2 * y / 24] = random.nextInt(256) / 255f;
        }
      }
      targets[i][outputs == 1 ? 0 : digit] = outputs == 1 ? digit : 1;
    }
    return new DataSet(Nd4j.create(images), Nd4j.create(targets));
  }

  /** The gradient of the batch's loss, before the updater, with the same dropout in each call. */
  static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    Nd4j.getRandom().setSeed(9);
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }

  /** One step, with the same dropout each time it is taken. */
  static void fit(MultiLayerNetwork network, DataSet batch, long step) {
    Nd4j.getRandom().setSeed(step + 1);
    network.fit(batch);
  }

  /** Euclidean norm of the difference, divided by that of the expected array. */
  static double difference(INDArray actual, INDArray expected) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }

  static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(updater);
  }

  static MultiLayerConfiguration flat(IUpdater updater, Layer... layers) {
    return flat(builder(updater), layers);
  }

  static MultiLayerConfiguration flat(NeuralNetConfiguration.Builder builder, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder.list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.setInputType(InputType.feedForward(784)).build();
  }

  static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  static OutputLayer.Builder softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX);
  }

  static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
