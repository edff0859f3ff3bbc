package mnist4j.charts;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fonts of all figures, and the size of a text in them. */
public final class Fonts {

  private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

  private static final Set<Character.UnicodeScript> EAST_ASIAN =
      Set.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.HANGUL,
          Character.UnicodeScript.BOPOMOFO);

  private Fonts() {}

  /**
   * Checks that Java can measure a text.
   *
   * @throws ChartException if it cannot; the message says what to install
   */
  public static void requireFonts() {
    // A DISPLAY variable that leads nowhere must not stop a program that only writes files.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    require(() -> width("fonts", plain(12)));
  }

  /**
   * Runs a first use of fonts. Without fontconfig, a font or libfreetype, Java 17 throws an
   * InternalError or an UnsatisfiedLinkError the first time and a NoClassDefFoundError from then
   * on; later versions throw a RuntimeException.
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

  /**
   * The texts with letters that the figures' font cannot draw: it shows empty boxes instead.
   *
   * @throws ChartException if Java finds no fonts
   */
  public static List<String> unreadable(List<String> texts) {
    requireFonts();
    Font font = plain(12);
    return texts.stream().filter(text -> font.canDisplayUpTo(text) >= 0).toList();
  }

  /** What to install so that Java can draw a text, such as a package of Debian. */
  public static String fontFor(String text) {
    boolean eastAsian =
        text.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(EAST_ASIAN::contains);
    return eastAsian ? "fonts-noto-cjk" : "fonts-noto-core";
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

  /** Width of the longest of some lines, in units; 0 if there are none. */
  static double widest(List<String> texts, Font font) {
    return texts.stream().mapToDouble(text -> width(text, font)).max().orElse(0);
  }

  /** The largest plain font in which the text is no wider than {@code width}, else the smallest. */
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
   * Breaks a text, not empty, into lines no wider than {@code width}: between words, and within a
   * word only where the word alone is wider. Only spaces at the breaks are lost.
   */
  static List<String> wrap(String text, Font font, double width) {
    AttributedString styled = new AttributedString(text, Map.of(TextAttribute.FONT, font));
    LineBreakMeasurer measurer = new LineBreakMeasurer(styled.getIterator(), MEASURE);
    List<String> lines = new ArrayList<>();
    while (measurer.getPosition() < text.length()) {
      int start = measurer.getPosition();
      measurer.setPosition(measurer.nextOffset((float) width));
      lines.add(text.substring(start, measurer.getPosition()).strip());
    }
    return lines;
  }
}
