package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import mnist4j.picture.PictureFile;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;
import mnist4j.training.SavedModel;
import mnist4j.training.TrainingException;
import org.junit.jupiter.api.Test;

class PictureReaderTest {

  @Test
  void wantOfMemoryIsAFailureOfOnePicture() {
    SavedModel model = ModelFile.pretrained("mlp-64").orElseThrow();
    PictureReader reader =
        new PictureReader(model, new Classifier(model, List.copyOf(model.classNames())), false);
    PictureReadAhead.Picture picture =
        new PictureReadAhead.Picture(
            PictureFile.read(Path.of("src/test/resources/mnist4j/drawn/0-01.png")),
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> reader.read(picture))
        .withMessageEndingWith(
            "0-01.png needs more memory than is free (Java heap space); scale it down, or raise -Xmx and -Dorg.bytedeco.javacpp.maxbytes");
  }
}
