package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureLayoutTest {

  private static final Figure RED = new Filled(30, 20, Color.RED);
  private static final Figure BLUE = new Filled(50, 40, Color.BLUE);

  @Test
  void putsPanelsInARowAsHighAsTheHighest() {
    BufferedImage image = FigureLayout.row("", List.of(RED, BLUE)).draw();
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(80);
    assertThat(Pixels.at(image, 29, 19)).isEqualTo(Color.RED);
    assertThat(Pixels.at(image, 29, 21)).isEqualTo(Color.WHITE);
    assertThat(Pixels.at(image, 31, 39)).isEqualTo(Color.BLUE);
  }

  @Test
  void aPanelCannotPaintOverItsNeighbour() {
    BufferedImage image = FigureLayout.row("", List.of(BLUE, new Filled(10, 10, Color.RED))).draw();
    assertThat(Pixels.at(image, 49, 5)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 55, 15)).isEqualTo(Color.WHITE);
  }

  @Test
  void theTitleStandsAboveThePanels() {
    FigureLayout titled = FigureLayout.row("title", List.of(BLUE, BLUE, BLUE));
    assertThat(titled.height()).isGreaterThan(40 + 15);
    BufferedImage image = titled.draw();
    assertThat(Pixels.count(image, Theme.TEXT)).isPositive();
    assertThat(Pixels.at(image, 75, titled.height() - 1)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 75, titled.height() - 41)).isEqualTo(Color.WHITE);
  }

  @Test
  void putsRowsOneBelowTheOtherAsWideAsTheWidest() {
    BufferedImage image = new FigureLayout("", "", 1, List.of(RED, BLUE)).draw();
    assertThat(image.getWidth()).isEqualTo(100);
    assertThat(image.getHeight()).isEqualTo(120);
    assertThat(Pixels.at(image, 29, 19)).isEqualTo(Color.RED);
    assertThat(Pixels.at(image, 31, 19)).isEqualTo(Color.WHITE);
    assertThat(Pixels.at(image, 49, 21)).isEqualTo(Color.BLUE);
  }

  @Test
  void titleAndNoteStandAboveTheRows() {
    Figure wide = new Filled(300, 40, Color.BLUE);
    FigureLayout titled = new FigureLayout("title", "note", 1, List.of(wide));
    BufferedImage image = titled.draw();
    assertThat(titled.height()).isGreaterThan(40 + 25);
    assertThat(Pixels.count(image, Theme.TEXT)).isPositive();
    assertThat(Pixels.count(image, Theme.MUTED_TEXT)).isPositive();
    assertThat(Pixels.at(image, 150, titled.height() - 39)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 150, titled.height() - 41)).isEqualTo(Color.WHITE);
  }

  @Test
  void breaksPanelsIntoRowsOfAsManyAsThereAreColumns() {
    FigureLayout three = new FigureLayout("", "", 2, List.of(RED, BLUE, RED));
    BufferedImage image = three.draw();
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(120);
    assertThat(Pixels.at(image, 31, 39)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 29, 41)).isEqualTo(Color.RED);
    assertThat(Pixels.at(image, 31, 41)).isEqualTo(Color.WHITE);
  }

  @Test
  void refusesToHaveNoColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FigureLayout("", "", 0, List.of(RED)))
        .withMessage("a layout of 0 columns");
  }

  /** Fills far more than its own area. */
  private record Filled(int width, int height, Color colour) implements Figure {
    @Override
    public void paint(Graphics2D graphics) {
      graphics.setColor(colour);
      graphics.fillRect(-500, -500, 1000, 1000);
    }
  }
}
