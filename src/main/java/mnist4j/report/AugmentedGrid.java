package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.data.ImageWarp;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.training.TrainingResult;

/** {@code augmented.png}: the first training image as it is and as each epoch augments it. */
final class AugmentedGrid {

  private static final int COLUMNS = 5;
  private static final int MAX_COPIES = 24;

  private AugmentedGrid() {}

  /**
   * Writes the file for a run with augmentation. After a run without, an earlier file is deleted,
   * since it shows images that the network was not trained on.
   *
   * @throws IOException if the file cannot be written or deleted
   */
  static void write(TrainingResult run, Path directory) throws IOException {
    Path file = directory.resolve("augmented.png");
    List<ImageWarp> warps = warps(run.settings(), run.secondsPerEpoch().size());
    if (warps.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      PngFile.write(file, of(run.recipe(), run.data().train(), warps));
    }
  }

  /** Those of the first training image in the first epochs, as {@code Batches} draws them. */
  static List<ImageWarp> warps(Settings settings, int epochs) {
    return IntStream.range(0, Math.min(MAX_COPIES, epochs))
        .boxed()
        .flatMap(
            epoch ->
                settings.augmentationIn(epoch).stream()
                    .map(augmentation -> augmentation.warp(settings.seed(), epoch, 0)))
        .toList();
  }

  /**
   * The first image of a set as it is, then as each warp moves it, with the rotation, scale and
   * shift beneath.
   *
   * @param recipe whose training image, and which numbers its epochs
   * @param images the training images
   * @param warps one per copy, in the order of the epochs
   */
  static ImageGrid of(Recipe recipe, LabelledImages images, List<ImageWarp> warps) {
    List<ImageWarp> shown = Stream.concat(Stream.of(ImageWarp.NONE), warps.stream()).toList();
    int first = recipe.firstEpoch();
    return new ImageGrid(
        warps.size() == 1
            ? "%s: the first training image as epoch %d draws it".formatted(recipe.name(), first)
            : "%s: the first training image as epochs %d to %d draw it"
                .formatted(recipe.name(), first, first + warps.size() - 1),
        "Degrees: counter-clockwise. Times: new size by old. Pixels: to the right, then down.",
        images.select(new int[shown.size()]).warped(shown).toBufferedImages(),
        shown.stream().map(AugmentedGrid::caption).toList(),
        COLUMNS);
  }

  private static Caption caption(ImageWarp warp) {
    return warp == ImageWarp.NONE
        ? Caption.plain("as it is")
        : Caption.plain(
            String.format(Locale.ROOT, "%+.1f°, × %.2f", tenths(warp.degrees()), warp.scale()),
            String.format(
                Locale.ROOT, "%+.1f, %+.1f px", tenths(warp.right()), tenths(warp.down())));
  }

  /** Rounded so that nothing is shown as -0.0. */
  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
