package mnist4j.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import mnist4j.data.ImageData;
import mnist4j.evaluation.Classification;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Classifies single images, in any number of threads at the same time. At most one thread per core
 * computes at a time; the others wait. The outputs do not depend on the number of threads, to the
 * last bit, since every image is computed by itself and by one thread.
 */
public final class Classifier {

  private final MultiLayerNetwork network;
  private final int pixels;
  private final int most;
  private final List<String> classNames;
  private final boolean probable;

  /** Networks that no thread uses now. They share the parameters of {@link #network}. */
  private final Queue<MultiLayerNetwork> idle = new ConcurrentLinkedQueue<>();

  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * @param model the parameters of its network must not change while this classifier is in use
   * @param classNames a name per class, two for a network with one output; if their number is
   *     another, ten classes are taken for the digits, and others go by "class 0" and so on
   */
  public Classifier(SavedModel model, List<String> classNames) {
    network = model.network();
    pixels = model.imageSize().pixels();
    most = Evaluator.imagesPerPass(network, pixels);
    // Asked of the network itself, since a loss layer does not know its size.
    int outputs = outputs(Nd4j.zeros(DataType.FLOAT, 1, pixels))[0].length;
    int classes = Math.max(2, outputs);
    this.classNames = classNames.size() == classes ? List.copyOf(classNames) : unknown(classes);
    probable = Evaluator.givesProbabilities(network, outputs);
  }

  /** The names of the classes, two for a network with one output. */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Whether the outputs are probabilities: those of a softmax, or of a single sigmoid. Others, such
   * as those of a linear layer, only rank the classes.
   */
  public boolean isProbable() {
    return probable;
  }

  /**
   * Classifies one image.
   *
   * @param image {@code [1, pixels]} float32 in [0, 1]
   * @throws TrainingException if its outputs are not finite
   */
  public Classification classify(INDArray image) {
    return classification(outputs(image)[0]);
  }

  /**
   * Classifies several images at once, which takes less time per image. The outputs may differ from
   * those of single images in the last digits.
   *
   * @param images {@code [n, pixels]} float32 in [0, 1], such as {@code [n, 784]}
   * @return in the images' order
   * @throws TrainingException if outputs are not finite
   */
  public List<Classification> classifyAll(INDArray images) {
    List<Classification> found = new ArrayList<>();
    for (long from = 0; from < images.size(0); from += most) {
      long to = Math.min(from + most, images.size(0));
      INDArray pass = images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      Arrays.stream(outputs(pass)).map(this::classification).forEach(found::add);
    }
    return List.copyOf(found);
  }

  private Classification classification(double[] outputs) {
    if (!Arrays.stream(outputs).allMatch(Double::isFinite)) {
      throw new TrainingException(
          "the network's outputs are no numbers for this picture: its weights are too large; train it again");
    }
    double[] perClass = outputs.length == 1 ? new double[] {1 - outputs[0], outputs[0]} : outputs;
    return new Classification(classNames, Arrays.stream(perClass).boxed().toList(), probable);
  }

  /**
   * Classifies one image.
   *
   * @param image {@code [pixels]}, in [0, 1]
   * @throws TrainingException if its outputs are not finite
   */
  public Classification classify(float[] image) {
    try (INDArray row = Nd4j.create(image, new int[] {1, pixels}, 'c')) {
      return classify(row);
    }
  }

  private double[][] outputs(INDArray images) {
    cores.acquireUninterruptibly();
    try {
      MultiLayerNetwork free = idle.poll();
      MultiLayerNetwork used = free == null ? Networks.sharing(network) : free;
      try {
        return outputs(used, images);
      } finally {
        idle.add(used);
      }
    } finally {
      cores.release();
    }
  }

  private static double[][] outputs(MultiLayerNetwork network, INDArray images) {
    try (INDArray outputs = network.output(images)) {
      double[] all = outputs.ravel().toDoubleVector();
      int perImage = all.length / (int) images.size(0);
      double[][] rows = new double[(int) images.size(0)][];
      Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * perImage, (i + 1) * perImage));
      return rows;
    }
  }

  private static List<String> unknown(int classes) {
    return classes == ImageData.digits().size()
        ? ImageData.digits()
        : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }
}
