package mnist4j.training;

import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network from a zip, with what the zip says of it.
 *
 * @param network takes {@code [n, pixels]} float32 in [0, 1]; the scaling that its zip asks for is
 *     a part of it
 * @param metadata empty if another program saved the network, or an early version of this one
 */
public record SavedModel(MultiLayerNetwork network, Optional<ModelMetadata> metadata) {

  /** Height and width of its images, MNIST's unless the zip says otherwise. */
  public ImageSize imageSize() {
    return metadata.map(ModelMetadata::imageSize).orElse(ImageSize.MNIST);
  }

  /** Whether a picture has to be boxed and centred, as for MNIST unless the zip says otherwise. */
  public boolean preparedAsMnist() {
    return metadata.map(ModelMetadata::preparedAsMnist).orElse(true);
  }

  /** A name per class; none if they are unknown. */
  public List<String> classNames() {
    return metadata.map(ModelMetadata::classNames).orElse(List.of());
  }
}
