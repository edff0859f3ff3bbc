package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackedTest {

  private static final Figure RED = new Filled(30, 20, Color.RED);
  private static final Figure BLUE = new Filled(50, 40, Color.BLUE);

  @Test
  void putsRowsOneBelowTheOtherAsWideAsTheWidest() {
    BufferedImage image = new Stacked("", "", List.of(RED, BLUE)).draw();
    assertThat(image.getWidth()).isEqualTo(100);
    assertThat(image.getHeight()).isEqualTo(120);
    assertThat(Pixels.at(image, 29, 19)).isEqualTo(Color.RED);
    assertThat(Pixels.at(image, 31, 19)).isEqualTo(Color.WHITE);
    assertThat(Pixels.at(image, 49, 21)).isEqualTo(Color.BLUE);
  }

  @Test
  void titleAndNoteStandAboveTheRows() {
    Figure wide = new Filled(300, 40, Color.BLUE);
    Stacked titled = new Stacked("title", "note", List.of(wide));
    BufferedImage image = titled.draw();
    assertThat(titled.height()).isGreaterThan(40 + 25);
    assertThat(Pixels.count(image, Theme.INK)).isPositive();
    assertThat(Pixels.count(image, Theme.MUTED)).isPositive();
    assertThat(Pixels.at(image, 150, titled.height() - 39)).isEqualTo(Color.BLUE);
    assertThat(Pixels.at(image, 150, titled.height() - 41)).isEqualTo(Color.WHITE);
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
