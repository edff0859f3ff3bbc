package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mnist4j.charts.PngFile;
import mnist4j.data.AffineWarp;
import mnist4j.recipe.Augmentation;
import mnist4j.training.TrainingResult;

/** {@code augmented.png}: the first training image as the epochs draw it. */
final class AugmentedPicture {

  private static final int COPIES = 24;

  private AugmentedPicture() {}

  /**
   * Draws it for a run with augmentation. After one without, an earlier run's is removed, since it
   * would show images that the network was not trained on.
   *
   * @throws IOException if the file cannot be written or removed
   */
  static void write(TrainingResult run, Path directory) throws IOException {
    Path picture = directory.resolve("augmented.png");
    Optional<Augmentation> augmentation = run.settings().augmentation();
    if (augmentation.isEmpty()) {
      Files.deleteIfExists(picture);
      return;
    }
    List<AffineWarp> copies =
        IntStream.range(0, COPIES)
            .mapToObj(epoch -> augmentation.get().warp(run.settings().seed(), epoch, 0))
            .toList();
    PngFile.write(picture, AugmentedGrid.of(run.recipe().name(), run.data().train(), copies));
  }
}
