package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThemeTest {

  @Test
  void twentySeriesAllDifferInColourDashesAndMarkTogether() {
    Set<List<Object>> looks = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      looks.add(List.of(Theme.seriesPaint(i), Theme.seriesStroke(i), Theme.seriesShape(i)));
    }
    assertThat(looks).hasSize(20);
  }

  @Test
  void twoSeriesDifferEvenInBlackAndWhite() {
    assertThat(((BasicStroke) Theme.seriesStroke(0)).getDashArray()).isNull();
    assertThat(((BasicStroke) Theme.seriesStroke(1)).getDashArray()).isNotEmpty();
    assertThat(Theme.seriesShape(0)).isNotEqualTo(Theme.seriesShape(1));
  }

  @Test
  void luminanceIsThatOfWcag() {
    assertThat(Theme.luminance(Color.BLACK)).isZero();
    assertThat(Theme.luminance(Color.WHITE)).isEqualTo(1, within(1e-9));
    assertThat(Theme.luminance(new Color(0x808080))).isEqualTo(0.2159, within(1e-4));
  }

  @Test
  void textIsWhiteOnDarkAndBlackOnLight() {
    assertThat(Theme.contrastingText(new Color(0x0b3766))).isEqualTo(Color.WHITE);
    assertThat(Theme.contrastingText(new Color(0xf6f9fc))).isEqualTo(Color.BLACK);
  }
}
