package mnist4j.charts;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import mnist4j.data.AtomicFile;

/** Writes pictures as PNG files that appear whole or not at all. */
public final class PngFile {

  private PngFile() {}

  /**
   * Draws the picture and puts it at {@code file}, in place of what was there. Missing directories
   * are created. On failure a file that was there before is left as it was.
   *
   * @throws IOException if the file cannot be written; the message names it and what to check
   * @throws ChartException if Java finds no fonts on this machine
   */
  public static void write(Path file, Figure picture) throws IOException {
    byte[] png = encode(picture.draw());
    try {
      AtomicFile.write(file, partial -> Files.write(partial, png));
    } catch (IOException e) {
      throw new IOException(
          "cannot write %s (%s); check that %s is a directory you may write to, with space left"
              .formatted(file, e, file.toAbsolutePath().getParent()),
          e);
    }
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO left to itself goes through a file in the system's temporary directory.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    }
    return bytes.toByteArray();
  }
}
