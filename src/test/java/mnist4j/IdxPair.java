package mnist4j;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import mnist4j.data.LabelledImages;

/** Reads one pair of IDX files for the tests, which trust what they read. */
final class IdxPair {

  private IdxPair() {}

  static LabelledImages read(InputStream imageFile, InputStream labelFile) throws IOException {
    DataInputStream images = new DataInputStream(imageFile);
    images.readInt();
    int count = images.readInt();
    int rows = images.readInt();
    int columns = images.readInt();
    byte[] pixels = images.readNBytes(count * rows * columns);
    DataInputStream labels = new DataInputStream(labelFile);
    labels.readInt();
    return LabelledImages.of(rows, columns, pixels, labels.readNBytes(labels.readInt()));
  }
}
