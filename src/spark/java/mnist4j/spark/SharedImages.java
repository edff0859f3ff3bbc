package mnist4j.spark;

import java.io.Serializable;
import java.util.List;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;

/** A data set on its way to the executors. */
record SharedImages(
    String name,
    LabelledImages train,
    LabelledImages test,
    List<String> classNames,
    boolean preparedAsMnist)
    implements Serializable {

  static SharedImages of(ImageData images) {
    return new SharedImages(
        images.name(),
        images.train(),
        images.test(),
        images.classNames(),
        images.preparedAsMnist());
  }

  ImageData toImageData() {
    return new ImageData(name, train, test, classNames, preparedAsMnist);
  }
}
