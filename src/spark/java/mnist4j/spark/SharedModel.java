package mnist4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.cli.NamedModel;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;

/**
 * A network on its way to the executors: its zip, and in each process one classifier for all tasks.
 */
final class SharedModel implements Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] zip;
  private final List<String> classNames;
  private transient Classifier classifier;

  private SharedModel(byte[] zip, List<String> classNames) {
    this.zip = zip;
    this.classNames = List.copyOf(classNames);
  }

  /** Reads the network's file; one that ships with the program is written out first. */
  static SharedModel of(NamedModel named) throws IOException {
    Path file = Files.createTempFile("mnist4j-", ".zip");
    try {
      ModelFile.save(named.network(), file);
      return new SharedModel(Files.readAllBytes(file), named.classNames());
    } finally {
      Files.delete(file);
    }
  }

  synchronized Classifier classifier() {
    if (classifier == null) {
      Cluster.startBackend();
      try {
        Path file = Files.createTempFile("mnist4j-", ".zip");
        try {
          Files.write(file, zip);
          classifier = new Classifier(ModelFile.load(file), classNames);
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
