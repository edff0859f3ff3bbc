package mnist4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.cli.NamedModel;
import mnist4j.evaluation.Classification;
import mnist4j.picture.DigitPicture;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;
import mnist4j.training.SavedModel;

/**
 * A network on its way to the executors: its zip, and in each process one classifier for all tasks.
 */
final class SharedModel implements Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] zip;
  private final List<String> classNames;
  private transient SavedModel model;
  private transient Classifier classifier;

  private SharedModel(byte[] zip, List<String> classNames) {
    this.zip = zip;
    this.classNames = List.copyOf(classNames);
  }

  /** Reads the network's file; one that ships with the program is written out first. */
  static SharedModel of(NamedModel named) throws IOException {
    if (!named.pretrained()) {
      return new SharedModel(Files.readAllBytes(named.zip()), named.classNames());
    }
    Path file = Files.createTempFile("mnist4j-", ".zip");
    try {
      ModelFile.save(named.network(), named.model().metadata().orElseThrow(), file);
      return new SharedModel(Files.readAllBytes(file), named.classNames());
    } finally {
      Files.delete(file);
    }
  }

  /** Classifies a picture, prepared as the network needs it. */
  Classification classify(DigitPicture picture) {
    Classifier opened = classifier();
    return opened.classify(NamedModel.input(picture, model).features());
  }

  synchronized Classifier classifier() {
    if (classifier == null) {
      Cluster.startBackend();
      try {
        Path file = Files.createTempFile("mnist4j-", ".zip");
        try {
          Files.write(file, zip);
          model = ModelFile.load(file);
          classifier = new Classifier(model, classNames);
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return classifier;
  }
}
