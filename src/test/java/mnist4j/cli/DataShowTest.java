package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.data.LabelledImages;
import org.junit.jupiter.api.Test;

class DataShowTest {

  /** Two images of one pixel: classes 3 and 1, greys 30 and 10. */
  private static final LabelledImages TWO =
      LabelledImages.of(1, 1, new byte[] {30, 10}, new byte[] {3, 1});

  private static final List<String> NAMES = List.of("zero", "one", "two", "three");

  @Test
  void namesTheClassAndThePosition() {
    ImageGrid grid = DataCommand.grid("some", TWO, new int[] {1, 0, 1}, NAMES);
    assertThat(grid.captions())
        .extracting(Caption::onOneLine)
        .containsExactly("one (image 1)", "three (image 0)", "one (image 1)");
    assertThat(grid.images())
        .extracting(image -> 255 - (image.getRGB(0, 0) & 0xff))
        .containsExactly(10, 30, 10);
  }

  @Test
  void refusesAPositionThatDoesNotExist() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> DataCommand.grid("some", TWO, new int[] {2}, NAMES));
  }
}
