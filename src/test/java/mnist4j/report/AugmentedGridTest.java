package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.charts.Pixels;
import mnist4j.data.ImageWarp;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.junit.jupiter.api.Test;

class AugmentedGridTest {

  private static final LabelledImages TWO =
      LabelledImages.of(1, 3, new byte[] {10, 20, 30, 40, 50, 60}, new byte[] {4, 5});

  private final ImageGrid grid = gridOf("cnn");

  private static ImageGrid gridOf(String recipe) {
    return AugmentedGrid.of(
        Recipes.named(recipe).orElseThrow(),
        TWO,
        List.of(new ImageWarp(-0.04, 1, 1, 0), new ImageWarp(-180, 1, 0, 0)));
  }

  private int[] greys(int image) {
    return IntStream.range(0, 3)
        .map(x -> 255 - (grid.images().get(image).getRGB(x, 0) & 0xff))
        .toArray();
  }

  @Test
  void showsTheFirstImageAndThenItsCopies() {
    assertThat(grid.images()).hasSize(3);
    assertThat(greys(0)).containsExactly(10, 20, 30);
    assertThat(greys(1)).containsExactly(0, 10, 20);
    assertThat(greys(2)).containsExactly(30, 20, 10);
  }

  @Test
  void saysHowEachCopyWasMoved() {
    assertThat(grid.captions())
        .extracting(Caption::onOneLine)
        .containsExactly(
            "as it is", "+0.0°, × 1.00 +1.0, +0.0 px", "-180.0°, × 1.00 +0.0, +0.0 px");
    assertThat(grid.title()).isEqualTo("cnn: the first training image as epochs 1 to 2 draw it");
  }

  @Test
  void numbersTheEpochsAsTheRecipeDoes() {
    assertThat(gridOf("numpy-mlp").title())
        .isEqualTo("numpy-mlp: the first training image as epochs 0 to 1 draw it");
  }

  @Test
  void hasTheWarpsThatTheTrainingDraws() {
    Settings settings = Recipes.named("cnn-best").orElseThrow().defaults().withEpochs(24);
    Augmentation pens = settings.augmentation().orElseThrow();
    Augmentation plain = new Augmentation(10, 2, 0.1, 0, 0);
    List<ImageWarp> redrawn = warps(pens, 0, 24);
    List<ImageWarp> asTheyAre = warps(plain, 12, 24);
    assertThat(redrawn.subList(12, 24)).isNotEqualTo(asTheyAre);
    assertThat(AugmentedGrid.warps(settings, 24))
        .isEqualTo(Stream.concat(redrawn.stream().limit(12), asTheyAre.stream()).toList());
  }

  private static List<ImageWarp> warps(Augmentation augmentation, int from, int to) {
    return IntStream.range(from, to).mapToObj(epoch -> augmentation.warp(1, epoch, 0)).toList();
  }

  @Test
  void hasOneCopyPerEpochButAtMostTwentyFour() {
    Settings settings = Recipes.named("cnn-best").orElseThrow().defaults();
    assertThat(AugmentedGrid.warps(settings, 3)).hasSize(3);
    assertThat(AugmentedGrid.warps(settings, 25)).hasSize(24);
    assertThat(AugmentedGrid.warps(Recipes.named("cnn").orElseThrow().defaults(), 5)).isEmpty();
  }

  @Test
  void isDrawnWhole() {
    Pixels.assertNothingIsCut(grid.draw());
  }
}
