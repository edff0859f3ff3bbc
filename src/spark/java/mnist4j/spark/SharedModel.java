package mnist4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import mnist4j.DigitClassifier;
import mnist4j.cli.NamedModel;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;

/**
 * A network on its way to the executors: the name of one that ships with the program, or a zip's
 * bytes. In each process all tasks share its classifiers.
 */
final class SharedModel implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String pretrained;
  private final byte[] zip;
  private final List<String> classNames;
  private final String imageSize;
  private transient DigitClassifier pictures;
  private transient Classifier images;

  private SharedModel(String pretrained, byte[] zip, NamedModel named) throws IOException {
    this.pretrained = pretrained;
    this.zip = zip;
    classNames = List.copyOf(named.classNames());
    imageSize = named.model().imageSize().toString();
  }

  /**
   * Reads the network's file, so that executors need no access to it.
   *
   * @param name of the recipe, if it ships with the program
   */
  static SharedModel of(NamedModel named, String name) throws IOException {
    return named.pretrained()
        ? new SharedModel(name, new byte[0], named)
        : new SharedModel("", Files.readAllBytes(named.zip()), named);
  }

  /** Height and width of the images that it takes, as {@code ImageSize} prints them. */
  String imageSize() {
    return imageSize;
  }

  /** For pictures. */
  synchronized DigitClassifier pictures() {
    if (pictures == null) {
      Cluster.startBackend();
      pictures =
          pretrained.isEmpty()
              ? fromZip(DigitClassifier::load)
              : DigitClassifier.pretrained(pretrained);
    }
    return pictures;
  }

  /** For images that are prepared already. */
  synchronized Classifier images() {
    if (images == null) {
      Cluster.startBackend();
      images =
          new Classifier(
              pretrained.isEmpty()
                  ? fromZip(ModelFile::load)
                  : ModelFile.pretrained(pretrained).orElseThrow(),
              classNames);
    }
    return images;
  }

  private <T> T fromZip(Function<Path, T> load) {
    try {
      Path file = Files.createTempFile("mnist4j-", ".zip");
      try {
        return load.apply(Files.write(file, zip));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
