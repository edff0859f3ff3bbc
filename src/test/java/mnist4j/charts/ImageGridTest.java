package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageGridTest {

  private static final int MARGIN = 16;
  private static final int TILE = 112;
  private static final int PITCH = 126;

  /** Two images of 2 x 2: full ink, background / grey 51, grey 204; and one of full ink. */
  private static final List<BufferedImage> TWO =
      List.of(greys(2, 2, 255, 0, 51, 204), greys(2, 2, 255, 255, 255, 255));

  @Nested
  class DrawsImages {

    private final BufferedImage image =
        untitled(TWO, Caption.plain("a"), Caption.plain("b")).draw();

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
    void withPixelsOfOneSizeInTheirFrameWhateverTheirNumber() {
      int side = 19;
      int[] stripes = IntStream.range(0, side * side).map(i -> i % side % 2 * 255).toArray();
      BufferedImage drawn =
          untitled(List.of(greys(side, side, stripes)), Caption.plain("a")).draw();
      int onScreen = 2 * TILE / side;
      int left = 2 * MARGIN + (2 * TILE - side * onScreen) / 2;
      int[] middles =
          IntStream.range(0, side).map(i -> left + i * onScreen + onScreen / 2).toArray();
      for (int i = 0; i < side; i++) {
        Color expected = i % 2 == 0 ? Color.WHITE : Color.BLACK;
        for (int offset : new int[] {-onScreen / 2 + 2, 0, onScreen / 2 - 1}) {
          assertThat(new Color(drawn.getRGB(middles[i] + offset, 2 * MARGIN + TILE)))
              .as("column %d, %d from its middle", i, offset)
              .isEqualTo(expected);
        }
      }
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
                  new Caption(List.of("3"), Caption.Outcome.CORRECT),
                  new Caption(List.of("2"), Caption.Outcome.WRONG))
              .draw();
      assertThat(Pixels.at(image, MARGIN + TILE / 2.0, MARGIN)).isEqualTo(Theme.CORRECT);
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
        List<BufferedImage> some = Collections.nCopies(count, TWO.get(0));
        List<Caption> captions =
            IntStream.range(0, count).mapToObj(i -> Caption.plain("seven")).toList();
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
          Collections.nCopies(images, TWO.get(0)),
          IntStream.range(0, images).mapToObj(i -> Caption.plain("x")).toList(),
          columns);
    }
  }

  @Nested
  class OfAnySize {

    @Test
    void largeImagesAreReducedToTheirTile() {
      int[] ink = new int[300 * 200];
      Arrays.fill(ink, 255);
      BufferedImage image = untitled(List.of(greys(300, 200, ink)), Caption.plain("a")).draw();
      assertThat(Pixels.at(image, MARGIN + TILE / 2.0, MARGIN + TILE / 2.0)).isEqualTo(Color.BLACK);
      assertThat(Pixels.at(image, MARGIN + 5, MARGIN + TILE / 2.0)).isEqualTo(Color.WHITE);
      Pixels.assertNothingIsCut(image);
    }
  }

  @Test
  void refusesAnotherNumberOfCaptionsThanImages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> untitled(TWO, Caption.plain("a")))
        .withMessage("1 captions for 2 images");
  }

  @Test
  void refusesToHaveNoColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGrid("", "", List.of(), List.of(), 0))
        .withMessage("a grid of 0 columns");
  }

  private static ImageGrid untitled(List<BufferedImage> images, Caption... captions) {
    return new ImageGrid("", "", images, List.of(captions), 5);
  }

  /** An image of the given ink, 0 is white and 255 black, row by row. */
  private static BufferedImage greys(int rows, int columns, int... ink) {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < ink.length; i++) {
      image.setRGB(i % columns, i / columns, (255 - ink[i]) * 0x010101);
    }
    return image;
  }
}
