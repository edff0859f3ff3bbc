package mnist4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.data.AffineWarp;
import mnist4j.data.LabelledImages;

/** What augmentation makes of one image. */
public final class AugmentedGrid {

  private static final int COLUMNS = 5;

  private AugmentedGrid() {}

  /**
   * {@code augmented.png}: the first image of a set as it is, then as each warp moves it, with the
   * turn, scale and shift beneath.
   *
   * @param subject whose training image, such as the recipe's name
   * @param images the training images
   * @param warps one per copy; the warps of the first epochs, from the first on
   */
  public static ImageGrid of(String subject, LabelledImages images, List<AffineWarp> warps) {
    List<AffineWarp> shown = new ArrayList<>(warps);
    shown.add(0, AffineWarp.NONE);
    List<Caption> captions = new ArrayList<>(warps.stream().map(AugmentedGrid::caption).toList());
    captions.add(0, Caption.neutral("as it is"));
    return new ImageGrid(
        "%s: the first training image as epochs 1 to %d draw it".formatted(subject, warps.size()),
        "Degrees: counter-clockwise. Times: new size by old. Pixels: to the right, then down.",
        images.select(new int[shown.size()]).warped(shown),
        captions,
        COLUMNS);
  }

  private static Caption caption(AffineWarp warp) {
    return Caption.neutral(
        String.format(Locale.ROOT, "%+.1f°, × %.2f", tenths(warp.degrees()), warp.scale()),
        String.format(Locale.ROOT, "%+.1f, %+.1f px", tenths(warp.right()), tenths(warp.down())));
  }

  /** Rounded so that nothing is shown as -0.0. */
  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
