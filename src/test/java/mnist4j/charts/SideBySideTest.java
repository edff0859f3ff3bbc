package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  private static final Figure RED = new Filled(30, 20, Color.RED);
  private static final Figure BLUE = new Filled(50, 40, Color.BLUE);

  @Test
  void putsPanelsInARowAsHighAsTheHighest() {
    BufferedImage image = new SideBySide("", List.of(RED, BLUE)).draw();
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(80);
    assertThat(Pixels.at(image, 29, 19)).isEqualTo(Color.RED);
    assertThat(Pixels.at(image, 29, 21)).isEqualTo(Color.WHITE);
    assertThat(Pixels.at(image, 31, 39)).isEqualTo(Color.BLUE);
  }

  @Test
  void aPanelCannotPaintOverItsNeighbour() {
    BufferedImage image = new SideBySide("", List.of(BLUE, new Filled(10, 10, Color.RED))).draw();
    assertThat(Pixels.at(image, 49, 5)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 55, 15)).isEqualTo(Color.WHITE);
  }

  @Test
  void theTitleStandsAboveThePanels() {
    SideBySide titled = new SideBySide("title", List.of(BLUE, BLUE, BLUE));
    assertThat(titled.height()).isGreaterThan(40 + 15);
    BufferedImage image = titled.draw();
    assertThat(Pixels.count(image, Theme.INK)).isPositive();
    assertThat(Pixels.at(image, 75, titled.height() - 1)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 75, titled.height() - 41)).isEqualTo(Color.WHITE);
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
