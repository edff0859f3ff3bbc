package mnist4j.picture;

import java.util.List;
import mnist4j.picture.Components.Component;

/** Shadows that an opening leaves as ink, since they are no wider than strokes may be. */
final class Shades {

  /** A shadow comes from beyond the border and takes more of the picture. */
  private static final double MIN_AREA = 0.02;

  /** Half the width of a shade is more, in shares of the strokes' width: it is no paler stroke. */
  private static final double WIDTH = 0.5;

  /** A shade without its edges, in shares of the ink. */
  private static final double MIN_SHARE = 0.03;

  private Shades() {}

  /**
   * Of the ink that reaches the border, only strokes, if there is a shade among it: all ink falls
   * into two levels, and the paler one is wider than strokes are.
   *
   * @param plain the picture itself, ink above paper
   */
  static Ink removed(Ink ink, GreyImage plain) {
    boolean[] all = ink.mask();
    if (DigitParts.borderShare(all, plain.width(), plain.height()) == 0) {
      return ink;
    }
    Components components = new Components(all, ink.difference());
    List<Component> shaded =
        components.list().stream()
            .filter(part -> part.area() > MIN_AREA * all.length && components.reachesBorder(part))
            .toList();
    if (shaded.isEmpty()) {
      return ink;
    }
    boolean[] mask = components.mask(shaded);
    return ink.darker(plain, within(all, plain))
        .filter(strokes -> leavesShade(strokes, mask))
        .map(strokes -> ink.reducedTo(strokes, mask))
        .orElse(ink);
  }

  /** The ink without its blurred edges, which have all levels. */
  private static boolean[] within(boolean[] ink, GreyImage picture) {
    int edge = (int) Math.ceil(Ink.EDGE * Math.max(picture.width(), picture.height()));
    return Opening.extremes(ink, picture.width(), edge, -1);
  }

  /** Whether what is no stroke of some ink is more than the blurred edge of strokes. */
  static boolean leavesShade(Ink strokes, boolean[] ink) {
    int width = strokes.difference().width();
    boolean[] dark = strokes.mask();
    boolean[] own = new boolean[ink.length];
    boolean[] rest = new boolean[ink.length];
    for (int i = 0; i < ink.length; i++) {
      own[i] = ink[i] && dark[i];
      rest[i] = ink[i] && !dark[i];
    }
    // One more for the blur, which is as wide beside thin strokes.
    int edge = 1 + (int) Math.ceil(WIDTH * Strokes.width(own, width));
    int shade = Strokes.area(Opening.extremes(rest, width, edge, -1));
    return shade >= MIN_SHARE * Strokes.area(own);
  }
}
