package mnist4j.charts;

import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.function.Function;

/**
 * The text under an image of a grid.
 *
 * @param phrases joined by spaces where that fits on one line, else one line each
 * @param outcome decides the colour of the text and of the image's frame
 */
public record Caption(List<String> phrases, Outcome outcome) {

  /** Whether the image was classified correctly. */
  public enum Outcome {
    /** The image was not classified, or the caption does not judge it: black. */
    NONE(Theme.TEXT),
    /** Classified correctly: green. */
    CORRECT(Theme.CORRECT),
    /** Misclassified: red, and a thicker frame. */
    WRONG(Theme.WRONG);

    private final Color colour;

    Outcome(Color colour) {
      this.colour = colour;
    }

    Color colour() {
      return colour;
    }
  }

  /** Copies the list. */
  public Caption {
    phrases = List.copyOf(phrases);
  }

  /** A black caption of the given phrases. */
  public static Caption plain(String... phrases) {
    return new Caption(List.of(phrases), Outcome.NONE);
  }

  /** "7" in green, or "5 (true 3)" in red, readable without the colour. */
  public static Caption prediction(String truth, String predicted, boolean correct) {
    return correct
        ? new Caption(List.of(predicted), Outcome.CORRECT)
        : new Caption(List.of(predicted, "(true %s)".formatted(truth)), Outcome.WRONG);
  }

  /** The phrases joined by spaces. */
  public String onOneLine() {
    return String.join(" ", phrases);
  }

  /**
   * The captions of one grid in a common font: on one line each if all fit, else phrase by phrase,
   * in a smaller font where long names need it, and broken within words only as the last resort.
   * Nothing is cut.
   *
   * @param font the font of all captions
   * @param lines the lines of each caption
   */
  record Layout(Font font, List<List<String>> lines) {

    private static final double LARGEST = 11.5;
    private static final double SMALLEST_ON_ONE_LINE = 10;
    private static final double SMALLEST = 8;

    static Layout of(List<Caption> captions, double width) {
      Layout oneLine =
          fitted(captions, caption -> List.of(caption.onOneLine()), SMALLEST_ON_ONE_LINE, width);
      if (oneLine.fits(width)) {
        return oneLine;
      }
      Layout phrases = fitted(captions, Caption::phrases, SMALLEST, width);
      return phrases.fits(width) ? phrases : phrases.wrapped(width);
    }

    /** In the largest font in which all lines fit, else in the smallest one. */
    private static Layout fitted(
        List<Caption> captions,
        Function<Caption, List<String>> toLines,
        double smallest,
        double width) {
      double size = LARGEST;
      Layout layout = new Layout(Fonts.plain(size), captions.stream().map(toLines).toList());
      while (size > smallest && !layout.fits(width)) {
        size -= 0.5;
        layout = new Layout(Fonts.plain(size), layout.lines);
      }
      return layout;
    }

    private boolean fits(double width) {
      return lines.stream()
          .flatMap(List::stream)
          .allMatch(line -> Fonts.width(line, font) <= width);
    }

    private Layout wrapped(double width) {
      return new Layout(
          font,
          lines.stream()
              .map(
                  phrases ->
                      phrases.stream()
                          .flatMap(phrase -> Fonts.wrap(phrase, font, width).stream())
                          .toList())
              .toList());
    }

    /** Height of the tallest caption, in units. */
    double height() {
      return lines.stream().mapToInt(List::size).max().orElse(0) * Fonts.lineHeight(font);
    }
  }
}
