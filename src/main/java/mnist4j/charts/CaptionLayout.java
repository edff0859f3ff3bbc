package mnist4j.charts;

import java.awt.Font;
import java.util.List;
import java.util.function.Function;

/**
 * The captions of one grid, set alike: on one line each if all fit, else phrase by phrase, smaller
 * where long names ask for it, and broken within words only as the last resort. Nothing is cut.
 *
 * @param font the font of all captions
 * @param lines the lines of each caption
 */
record CaptionLayout(Font font, List<List<String>> lines) {

  private static final double LARGEST = 11.5;
  private static final double SMALLEST_ON_ONE_LINE = 10;
  private static final double SMALLEST = 8;

  static CaptionLayout of(List<Caption> captions, double width) {
    List<List<String>> oneLine = lines(captions, caption -> List.of(caption.onOneLine()));
    for (double size = LARGEST; size >= SMALLEST_ON_ONE_LINE; size -= 0.5) {
      if (fits(oneLine, Fonts.plain(size), width)) {
        return new CaptionLayout(Fonts.plain(size), oneLine);
      }
    }
    List<List<String>> phrases = lines(captions, Caption::phrases);
    for (double size = LARGEST; size >= SMALLEST; size -= 0.5) {
      if (fits(phrases, Fonts.plain(size), width)) {
        return new CaptionLayout(Fonts.plain(size), phrases);
      }
    }
    Font small = Fonts.plain(SMALLEST);
    return new CaptionLayout(
        small,
        lines(
            captions,
            caption ->
                caption.phrases().stream()
                    .flatMap(phrase -> Fonts.wrap(phrase, small, width).stream())
                    .toList()));
  }

  /** Height of the tallest caption, in units. */
  double height() {
    int most = lines.stream().mapToInt(List::size).max().orElse(0);
    return most * Fonts.lineHeight(font);
  }

  private static List<List<String>> lines(
      List<Caption> captions, Function<Caption, List<String>> split) {
    return captions.stream().map(split).toList();
  }

  private static boolean fits(List<List<String>> lines, Font font, double width) {
    return lines.stream().flatMap(List::stream).allMatch(line -> Fonts.width(line, font) <= width);
  }
}
