package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageGridTest {

  private static final int MARGIN = 16;
  private static final int TILE = 112;
  private static final int PITCH = 126;

  /** Two images of 2 x 2: full ink, background / grey 51, grey 204; and one of full ink. */
  private static final LabelledImages TWO =
      LabelledImages.of(
          2, 2, new byte[] {(byte) 255, 0, 51, (byte) 204, -1, -1, -1, -1}, new byte[] {3, 1});

  private static final List<String> NAMES = List.of("zero", "one", "two", "three");

  @Nested
  class DrawsImages {

    private final BufferedImage image =
        untitled(TWO, Caption.neutral("a"), Caption.neutral("b")).draw();

    @Test
    void asInkOnWhite() {
      assertThat(tile(0, 0.25, 0.25)).isEqualTo(Color.BLACK);
      assertThat(tile(0, 0.75, 0.25)).isEqualTo(Color.WHITE);
      assertThat(tile(0, 0.25, 0.75)).isEqualTo(new Color(204, 204, 204));
      assertThat(tile(0, 0.75, 0.75)).isEqualTo(new Color(51, 51, 51));
    }

    @Test
    void withSharpPixels() {
      assertThat(tile(0, 0.49, 0.25)).isEqualTo(Color.BLACK);
      assertThat(tile(0, 0.51, 0.25)).isEqualTo(Color.WHITE);
    }

    @Test
    void leftToRight() {
      assertThat(tile(1, 0.75, 0.25)).isEqualTo(Color.BLACK);
    }

    private Color tile(int index, double x, double y) {
      return Pixels.at(image, MARGIN + index * PITCH + x * TILE, MARGIN + y * TILE);
    }
  }

  @Nested
  class FramesImages {

    @Test
    void inTheToneOfTheirCaption() {
      BufferedImage image =
          untitled(
                  TWO,
                  new Caption(List.of("3"), Caption.Tone.RIGHT),
                  new Caption(List.of("2"), Caption.Tone.WRONG))
              .draw();
      assertThat(Pixels.at(image, MARGIN + TILE / 2.0, MARGIN)).isEqualTo(Theme.RIGHT);
      assertThat(Pixels.at(image, MARGIN + PITCH + TILE / 2.0, MARGIN)).isEqualTo(Theme.WRONG);
      assertThat(Pixels.at(image, MARGIN + PITCH + TILE / 2.0, MARGIN - 1)).isEqualTo(Theme.WRONG);
      assertThat(Pixels.at(image, MARGIN + TILE / 2.0, MARGIN - 1)).isEqualTo(Color.WHITE);
    }
  }

  @Nested
  class IsAsLarge {

    @Test
    void asItsRowsAndColumnsNeed() {
      ImageGrid oneRow = grid(5, 5);
      ImageGrid twoRows = grid(6, 5);
      assertThat(oneRow.width()).isEqualTo(5 * PITCH - 14 + 2 * MARGIN);
      assertThat(twoRows.width()).isEqualTo(oneRow.width());
      assertThat(twoRows.height() - MARGIN)
          .isGreaterThan(2 * (oneRow.height() - 2 * MARGIN) - 1 + MARGIN);
      assertThat(grid(2, 5).width()).isLessThan(oneRow.width());
    }

    @Test
    void asItsTitleNeedsWhichIsNeverCut() {
      for (int count : new int[] {0, 1, 3}) {
        LabelledImages some = TWO.select(new int[count]);
        List<Caption> captions =
            IntStream.range(0, count).mapToObj(i -> Caption.neutral("seven")).toList();
        ImageGrid titled =
            new ImageGrid(
                "A title that is so long that it has to be broken over several lines, whatever the"
                    + " width of the picture may be",
                "and a note",
                some,
                captions,
                5);
        BufferedImage image = titled.draw();
        Pixels.assertNothingIsCut(image);
        assertThat(image.getWidth()).isEqualTo(2 * titled.width());
      }
    }

    private ImageGrid grid(int images, int columns) {
      return new ImageGrid(
          "",
          "",
          TWO.select(new int[images]),
          IntStream.range(0, images).mapToObj(i -> Caption.neutral("x")).toList(),
          columns);
    }
  }

  @Nested
  class OfAnySize {

    @Test
    void largeImagesAreReducedToTheirTile() {
      byte[] ink = new byte[300 * 200];
      Arrays.fill(ink, (byte) 255);
      BufferedImage image =
          untitled(LabelledImages.of(300, 200, ink, new byte[] {0}), Caption.neutral("a")).draw();
      assertThat(Pixels.at(image, MARGIN + TILE / 2.0, MARGIN + TILE / 2.0)).isEqualTo(Color.BLACK);
      assertThat(Pixels.at(image, MARGIN + 5, MARGIN + TILE / 2.0)).isEqualTo(Color.WHITE);
      Pixels.assertNothingIsCut(image);
    }
  }

  @Nested
  class ForDataShow {

    @Test
    void namesTheClassAndThePosition() {
      ImageGrid grid = ImageGrid.of("some", TWO, new int[] {1, 0, 1}, NAMES);
      assertThat(grid.captions())
          .extracting(Caption::onOneLine)
          .containsExactly("one (image 1)", "three (image 0)", "one (image 1)");
      assertThat(grid.images().labels()).containsExactly(1, 3, 1);
    }

    @Test
    void refusesAPositionThatDoesNotExist() {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> ImageGrid.of("some", TWO, new int[] {2}, NAMES));
    }
  }

  @Test
  void refusesAnotherNumberOfCaptionsThanImages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> untitled(TWO, Caption.neutral("a")))
        .withMessage("1 captions for 2 images");
  }

  @Test
  void refusesToHaveNoColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGrid("", "", TWO.first(0), List.of(), 0))
        .withMessage("a grid of 0 columns");
  }

  private static ImageGrid untitled(LabelledImages images, Caption... captions) {
    return new ImageGrid("", "", images, List.of(captions), 5);
  }
}
