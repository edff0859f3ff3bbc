package mnist4j.charts;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** The fonts of every picture, and how much room a text takes in them. */
final class Fonts {

  private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

  private Fonts() {}

  /**
   * Passes if Java can measure a text.
   *
   * @throws ChartException if not, with what to do about it
   */
  static void requireFonts() {
    require(() -> width("fonts", plain(12)));
  }

  /**
   * Runs a first use of fonts. Without fontconfig, a font or libfreetype, Java 17 throws an
   * InternalError or an UnsatisfiedLinkError at first and a NoClassDefFoundError ever after; later
   * versions throw a RuntimeException.
   */
  static void require(Runnable firstUse) {
    try {
      firstUse.run();
    } catch (InternalError | LinkageError | RuntimeException e) {
      throw new ChartException(
          "cannot draw charts: Java finds no fonts on this machine; install a font and fontconfig"
              + " (Debian, Ubuntu: apt-get install fontconfig fonts-dejavu-core; Fedora: dnf"
              + " install fontconfig dejavu-sans-fonts; Alpine: apk add fontconfig ttf-dejavu)",
          e);
    }
  }

  static Font plain(double size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 12).deriveFont((float) size);
  }

  static Font bold(double size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, 12).deriveFont((float) size);
  }

  /** Width of one line of text, in units. */
  static double width(String text, Font font) {
    return font.getStringBounds(text, MEASURE).getWidth();
  }

  /** The largest plain font, {@code largest} to {@code smallest}, that has the text on one line. */
  static Font fitting(String text, double largest, double smallest, double width) {
    double size = largest;
    while (size > smallest && width(text, plain(size)) > width) {
      size -= 0.5;
    }
    return plain(size);
  }

  /** Distance from one line's top to the next one's, in units. */
  static double lineHeight(Font font) {
    return font.getLineMetrics("Ag", MEASURE).getHeight();
  }

  /** Distance from a line's top to its base line, in units. */
  static double ascent(Font font) {
    return font.getLineMetrics("Ag", MEASURE).getAscent();
  }

  /**
   * Breaks a text into lines no wider than {@code width}: at spaces, and within a word only where
   * the word alone is wider. No character but spaces at the breaks is lost.
   */
  static List<String> wrap(String text, Font font, double width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, font) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (line.length() > 1 && width(line, font) > width) {
        int fitting = fittingPrefix(line, font, width);
        lines.add(line.substring(0, fitting));
        line = line.substring(fitting);
      }
    }
    lines.add(line);
    return lines;
  }

  /** Length of the longest prefix that is no wider than {@code width}, at least 1. */
  private static int fittingPrefix(String word, Font font, double width) {
    int length = word.length() - 1;
    while (length > 1 && width(word.substring(0, length), font) > width) {
      length--;
    }
    return length;
  }
}
