package mnist4j.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Something that can be drawn. One unit of its size is {@link #PIXELS_PER_UNIT} pixels, so that
 * text is crisp on dense screens.
 */
public interface Figure {

  /** Image pixels per unit of width and height. */
  int PIXELS_PER_UNIT = 2;

  /** What a PNG file says of the program that drew it. */
  String SOFTWARE = "mnist4j";

  /** Width in units. */
  int width();

  /** Height in units. */
  int height();

  /** Draws the figure with its upper left corner at the origin, in units. */
  void paint(Graphics2D graphics);

  /**
   * The figure on white, {@code width() * PIXELS_PER_UNIT} by {@code height() * PIXELS_PER_UNIT}
   * pixels, RGB. Needs no display.
   *
   * @throws ChartException if Java finds no fonts on this machine
   */
  default BufferedImage draw() {
    Fonts.requireFonts();
    BufferedImage image =
        new BufferedImage(
            width() * PIXELS_PER_UNIT, height() * PIXELS_PER_UNIT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      paint(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /**
   * The drawn figure as the bytes of a PNG file, which names this program.
   *
   * @throws ChartException if Java finds no fonts on this machine
   */
  default byte[] toPng() {
    BufferedImage image = draw();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO left to itself goes through a file in the system's temporary directory.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
      IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
      entry.setAttribute("keyword", "Software");
      entry.setAttribute("value", SOFTWARE);
      IIOMetadataNode texts = new IIOMetadataNode("tEXt");
      texts.appendChild(entry);
      IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
      root.appendChild(texts);
      metadata.mergeTree(root.getNodeName(), root);
      writer.setOutput(stream);
      writer.write(new IIOImage(image, null, metadata));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
