package mnist4j.picture;

import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the digit among all that a picture shows. */
final class DigitFinder {

  /** Longer side in pixels, at most, of the picture that the digit is looked for in. */
  private static final int SIDE = 320;

  /** How much closer a second look is, if nothing was found. */
  private static final double CLOSER = 2.5;

  /** The side for a closer look at a row of digits, which may be as long as its picture. */
  private static final int ROW = 3_200;

  /** Longer side of a digit whose strokes are seen well, in pixels; others are looked at again. */
  private static final int CLEAR = 80;

  /** A sheet may lie on a sheet. */
  private static final int MAX_SHEETS = 3;

  /**
   * Longer side, in pixels of the picture, of a sheet with room for a digit; a 0 may be smaller.
   */
  private static final double MIN_SHEET = 24;

  /** As ink of this share of the picture, one of the two is paper between lines. */
  private static final double MAX_SHARE = 0.6;

  /** A smaller difference in how much of the surroundings looks like ink does not decide. */
  private static final double SAME_LIKENESS = 0.1;

  /** A fainter mark beside strong ink, in shares of the contrast, is not what is meant. */
  private static final double MIN_CONTRAST = 0.4;

  /** Ink of a digit, at most, where a first look took away a line or a frame. */
  private static final double MAX_TAKEN = 0.1;

  /**
   * The digit with those beside it.
   *
   * @param view what it was found in
   */
  record Found(InkGroup group, View view) {

    boolean isClear() {
      return Components.longer(group.box()) >= CLEAR;
    }

    /** The group with those beside it, and as much around them as the group is long. */
    Rectangle surroundings() {
      Rectangle around = new Rectangle(group.box());
      group.row().forEach(beside -> around.add(beside.box()));
      around.grow(Components.longer(group.box()), Components.longer(group.box()));
      return around;
    }

    /** Whether much of the group, or of one beside it, is made of some pixels of another view. */
    boolean isOf(boolean[] some, View other) {
      boolean[] same = view.of(some, other);
      return group.row().stream().anyMatch(digit -> share(digit.mask(), same) > MAX_TAKEN);
    }

    private static double share(boolean[] mask, boolean[] same) {
      int both = 0;
      for (int i = 0; i < mask.length; i++) {
        both += mask[i] && same[i] ? 1 : 0;
      }
      return (double) both / Strokes.area(mask);
    }
  }

  /** Height of the digits of a row that was cut out closely, in shares of the picture's. */
  private static final double ACROSS = 0.7;

  /** Width and height of such a row, in the same measure. */
  private static final double FILLED = 0.85;

  /** Stroke width over the longer side, of the paper in a loop at least, of a digit hardly ever. */
  static final double ROUND = 0.28;

  private DigitFinder() {}

  /** The digit with those beside it, or nothing if the picture is blank. */
  static Optional<Found> group(DigitPicture picture) {
    int side = side(picture);
    Optional<Found> group = group(picture, side);
    if (picture.longerSide() <= side || group.filter(Found::isClear).isPresent()) {
      return group;
    }
    return group.isPresent()
        ? closer(picture, group.get())
        : group(picture, (int) Math.min(ROW, CLOSER * side));
  }

  /** Of the picture that is looked at first: a long row's digits are as high as those of others. */
  private static int side(DigitPicture picture) {
    int shorter = Math.min(picture.width(), picture.height());
    return Math.max(SIDE, Math.min(ROW, CLEAR * picture.longerSide() / shorter));
  }

  /** A second look, at what was found and its surroundings. */
  private static Optional<Found> closer(DigitPicture picture, Found found) {
    View view = found.view();
    Rectangle around = found.surroundings();
    Rectangle part =
        view.inPicture(around)
            .getBounds()
            .intersection(new Rectangle(picture.width(), picture.height()));
    double pixel = Math.max(1, Math.rint(DigitCriteria.pixels(found.group(), view) / CLEAR));
    int side = (int) Math.min(ROW, Math.ceil(Components.longer(part) / pixel));
    DigitPicture near = picture.part(part);
    Supplier<Stream<View>> views =
        () ->
            near.channels(side)
                .map(close -> close.ofPart(part, () -> view.leftOut(found.group(), around)));
    Optional<Found> close = first(views.get());
    boolean[] taken = found.group().takenAway();
    if (close.isPresent() && !close.get().isOf(taken, view)) {
      return close;
    }
    // Of a line or frame that goes on beyond the surroundings, what is left looks like strokes.
    return first(views.get().flatMap(whole -> whole.without(taken, view).stream())).or(() -> close);
  }

  private static Optional<Found> group(DigitPicture picture, int side) {
    return first(picture.channels(side));
  }

  private static Optional<Found> first(Stream<View> views) {
    return views.flatMap(view -> find(view, 0).stream()).findFirst();
  }

  private static Optional<Found> find(View view, int sheets) {
    GreyImage grey = view.grey();
    if (Math.min(grey.width(), grey.height()) < DigitPicture.MIN_SIDE) {
      return Optional.empty();
    }
    Optional<Found> row =
        sheets == 0 && view.margin() == 0 ? closelyCutRow(view) : Optional.empty();
    if (row.isPresent()) {
      return row;
    }
    GreyImage negated = grey.negated();
    GreyImage darker = BackgroundPlane.fit(grey).darkness(grey);
    List<InkGroup> groups =
        Stream.of(InkGroup.of(darker, negated), InkGroup.of(darker.negated(), grey))
            .flatMap(Optional::stream)
            .sorted((one, other) -> likelier(one, other) == one ? -1 : 1)
            .toList();
    if (view.margin() == 0 && !groups.isEmpty() && groups.get(0).parts().cutOut()) {
      Optional<Found> whole = find(view.onPaper(), sheets);
      if (whole.isPresent()) {
        return whole;
      }
    }
    return groups.stream()
        .flatMap(
            group ->
                strokes(view, group, group.levels() == darker ? negated : grey)
                    .or(() -> digit(view, group, group.levels() != darker, sheets))
                    .stream())
        .findFirst();
  }

  /** A row of digits that hardly leaves any paper around it, found with more paper around it. */
  private static Optional<Found> closelyCutRow(View view) {
    if (!isFilled(view.grey())) {
      return Optional.empty();
    }
    View roomy = view.onPaper();
    return find(roomy, 0)
        .filter(found -> found.view() == roomy)
        .filter(found -> fills(found.group().row(), roomy));
  }

  /** Whether dark ink, or light ink, is in several pieces that reach, or nearly, all four sides. */
  private static boolean isFilled(GreyImage grey) {
    OtsuThreshold levels = new OtsuThreshold();
    for (float value : grey.values()) {
      levels.count((int) Math.rint(value));
    }
    int threshold = levels.threshold();
    boolean[] light = new boolean[grey.values().length];
    boolean[] dark = new boolean[light.length];
    for (int i = 0; i < light.length; i++) {
      light[i] = Math.rint(grey.values()[i]) > threshold;
      dark[i] = !light[i];
    }
    boolean[] ink = Strokes.area(light) < light.length / 2 ? light : dark;
    List<Rectangle> boxes =
        new Components(ink, grey)
            .list().stream()
                .map(Components.Component::box)
                .filter(box -> box.height >= ACROSS * grey.height())
                .toList();
    return boxes.size() > 1 && fills(boxes, grey.width(), grey.height());
  }

  private static boolean fills(List<InkGroup> row, View roomy) {
    int width = roomy.grey().width() - 2 * roomy.margin();
    int height = roomy.grey().height() - 2 * roomy.margin();
    return row.size() > 1
        && row.stream().anyMatch(digit -> !digit.isSolid())
        && fills(row.stream().map(InkGroup::box).toList(), width, height);
  }

  private static boolean fills(List<Rectangle> boxes, int width, int height) {
    Rectangle all = boxes.stream().reduce(Rectangle::union).orElseThrow();
    return all.width >= FILLED * width && all.height >= FILLED * height;
  }

  /**
   * The strokes of the group, if the rest of it is a shade.
   *
   * @param plain the picture itself, ink above paper
   */
  private static Optional<Found> strokes(View view, InkGroup group, GreyImage plain) {
    return DigitCriteria.isSmall(group, view)
        ? Optional.empty()
        : group
            .withoutShade(plain)
            .filter(strokes -> DigitCriteria.areMet(strokes, view))
            .map(strokes -> new Found(strokes, view));
  }

  /** The group, if it looks written, or what is found on it, if it is a sheet. */
  private static Optional<Found> digit(View view, InkGroup group, boolean lighter, int sheets) {
    boolean roomy = DigitCriteria.pixels(group, view) >= MIN_SHEET;
    Optional<Sheet> sheet =
        sheets < MAX_SHEETS && roomy ? Sheet.of(group, lighter) : Optional.empty();
    Optional<Found> onSheet =
        sheet.filter(Sheet::isWritten).flatMap(paper -> find(paper.inside(view), sheets + 1));
    if (onSheet.isPresent() || sheet.isPresent() && !sheet.get().isBar()) {
      return onSheet;
    }
    return DigitCriteria.areMet(group, view)
        ? Optional.of(new Found(group, view))
        : Optional.empty();
  }

  /**
   * Of what is darker than its background and what is lighter, the one is ink, and the other is
   * paper enclosed by ink, or the sheet that the ink is on.
   */
  private static InkGroup likelier(InkGroup one, InkGroup other) {
    if (one.share() > MAX_SHARE != other.share() > MAX_SHARE) {
      return one.share() > MAX_SHARE ? other : one;
    }
    if (isLoopOf(one, other)) {
      return other;
    }
    if (isLoopOf(other, one)) {
      return one;
    }
    // Paper within a digit looks like the paper around it.
    if (Math.abs(one.likeness() - other.likeness()) > SAME_LIKENESS) {
      return one.likeness() < other.likeness() ? one : other;
    }
    double contrast = one.ink().contrast() / other.ink().contrast();
    if (contrast < MIN_CONTRAST || contrast > 1 / MIN_CONTRAST) {
      return contrast > 1 ? one : other;
    }
    return one.size() <= other.size() ? one : other;
  }

  /**
   * Whether it is the paper in the loop of a digit, or a blot on a sheet, which is looked at too.
   */
  private static boolean isLoopOf(InkGroup loop, InkGroup digit) {
    Rectangle around = new Rectangle(loop.box());
    around.grow(1, 1);
    return digit.box().contains(around) && loop.strokeWidth() >= ROUND;
  }
}
