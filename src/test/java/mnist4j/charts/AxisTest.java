package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.Tick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Nested
  class OfWholeNumbers {

    private final Axis epoch = Axis.whole("epoch");

    @Test
    void namesEveryEpochWhenTheyAreFew() {
      assertThat(labels(epoch.toValueAxis(new double[] {1, 2, 3, 4, 5}, 11)))
          .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void neverHasTicksBetweenWholeNumbers() {
      assertThat(labels(epoch.toValueAxis(new double[] {1, 2}, 11))).containsExactly("1", "2");
    }

    @Test
    void putsASingleEpochInTheMiddle() {
      ValueAxis axis = epoch.toValueAxis(new double[] {1}, 11);
      assertThat(labels(axis)).containsExactly("1");
      assertThat(axis.getRange().getCentralValue()).isEqualTo(1);
    }

    @Test
    void goesInRoundStepsUpToThreeThousand() {
      assertThat(labels(epoch.toValueAxis(new double[] {1, 200, 3000}, 11)))
          .containsExactly("0", "500", "1,000", "1,500", "2,000", "2,500", "3,000");
    }
  }

  @Nested
  class OfValues {

    private final Axis loss = Axis.value("loss");

    @Test
    void startsAtZeroWhenZeroIsNear() {
      ValueAxis axis = loss.toValueAxis(new double[] {0.28, 0.02}, 7);
      assertThat(axis.getLowerBound()).isZero();
      assertThat(axis.getUpperBound()).isBetween(0.28, 0.31);
      assertThat(labels(axis)).containsExactly("0.00", "0.05", "0.10", "0.15", "0.20", "0.25");
    }

    @Test
    void leavesZeroOutWhenItIsFar() {
      ValueAxis axis = loss.toValueAxis(new double[] {100, 101}, 7);
      assertThat(axis.getLowerBound()).isBetween(99.0, 99.99);
    }

    @Test
    void showsNegativeValues() {
      ValueAxis axis = loss.toValueAxis(new double[] {-2, 3}, 7);
      assertThat(axis.getRange().contains(-2)).isTrue();
      assertThat(axis.getRange().contains(3)).isTrue();
    }

    @Test
    void hasRoomAroundASingleValue() {
      ValueAxis axis = loss.toValueAxis(new double[] {0.3}, 7);
      assertThat(axis.getRange().contains(0.3)).isTrue();
      assertThat(axis.getRange().getLength()).isGreaterThan(0.01);
      ValueAxis ofZero = loss.toValueAxis(new double[] {0}, 7);
      assertThat(ofZero.getRange().contains(0)).isTrue();
    }

    @Test
    void ignoresNanAndNeedsNoValueAtAll() {
      assertThat(loss.toValueAxis(new double[] {Double.NaN, 2, 1}, 7).getUpperBound())
          .isBetween(2.0, 2.3);
      assertThat(loss.toValueAxis(new double[] {Double.NaN}, 7).getRange().getLength())
          .isPositive();
    }

    @Test
    void tellsTicksApartThatDifferLittle() {
      for (double value : new double[] {2.302585, 3e9}) {
        ValueAxis axis = loss.toValueAxis(new double[] {value, value * (1 + 2e-6)}, 7);
        assertThat(labels(axis)).hasSizeGreaterThan(3).doesNotHaveDuplicates();
      }
    }

    @Test
    void namesHugeValuesShortly() {
      assertThat(labels(loss.toValueAxis(new double[] {0, 1e38}, 7)))
          .startsWith("0", "2E37")
          .contains("1E38");
    }

    @Test
    void writesNumbersAlikeInEveryLocale() {
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.GERMANY);
        assertThat(labels(loss.toValueAxis(new double[] {0, 0.3}, 3)))
            .containsExactly("0.0", "0.2");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Nested
  class OfPercent {

    private final Axis accuracy = Axis.percent("accuracy (%)");

    @Test
    void multipliesSharesByAHundred() {
      assertThat(accuracy.factor()).isEqualTo(100);
      assertThat(Axis.value("loss").factor()).isEqualTo(1);
    }

    @Test
    void neverNamesMoreThanAHundredOrLessThanNothing() {
      assertThat(labels(accuracy.toValueAxis(new double[] {92, 100}, 7)))
          .contains("100")
          .doesNotContain("102");
      assertThat(labels(accuracy.toValueAxis(new double[] {0, 100}, 7)))
          .containsExactly("0", "20", "40", "60", "80", "100");
    }

    @Test
    void leavesRoomForHalfAMarkBeyondAHundred() {
      assertThat(accuracy.toValueAxis(new double[] {92, 100}, 7).getUpperBound())
          .isBetween(100.1, 100.5);
    }

    @Test
    void hasAScaleWhenAllValuesAreEqual() {
      assertThat(accuracy.toValueAxis(new double[] {10, 10}, 7).getRange().getLength())
          .isGreaterThan(0.4);
    }
  }

  @Nested
  class OfCounts {

    @Test
    void startsAtZeroInWholeSteps() {
      assertThat(labels(Axis.count("images").toValueAxis(new double[] {1}, 7)))
          .containsExactly("0", "1");
      assertThat(labels(Axis.count("images").toValueAxis(new double[] {700, 900}, 5)))
          .containsExactly("0", "200", "400", "600", "800");
    }
  }

  @Nested
  class OfAFixedScale {

    @Test
    void doesNotDependOnTheValues() {
      Axis share = Axis.fixed("share", 0, 1);
      assertThat(share.toValueAxis(new double[] {0.4}, 7).getRange())
          .isEqualTo(share.toValueAxis(new double[] {0.1, 0.9}, 7).getRange());
    }

    @Test
    void refusesAnEmptyOrInfiniteRange() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Axis.fixed("share", 1, 1))
          .withMessage("an axis from 1.0 to 1.0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Axis.fixed("share", 0, Double.POSITIVE_INFINITY));
      assertThatIllegalArgumentException().isThrownBy(() -> Axis.fixed("share", Double.NaN, 1));
    }
  }

  @Nested
  class Logarithmic {

    private final Axis units = Axis.logarithmic("hidden units");

    @Test
    void namesTheValuesThemselvesWhenTheyAreFarApart() {
      assertThat(labels(units.toValueAxis(new double[] {8, 16, 32, 64, 1024}, 11)))
          .containsExactly("8", "16", "32", "64", "1,024");
    }

    @Test
    void namesRoundNumbersWhenValuesCrowd() {
      assertThat(labels(units.toValueAxis(new double[] {0.07, 0.08, 0.09, 0.9}, 11)))
          .containsExactly("0.1", "0.2", "0.5");
    }

    @Test
    void spacesEqualRatiosEqually() {
      ValueAxis axis = units.toValueAxis(new double[] {1, 10, 100}, 11);
      Rectangle2D area = new Rectangle2D.Double(0, 0, 100, 100);
      double one = axis.valueToJava2D(1, area, RectangleEdge.BOTTOM);
      double ten = axis.valueToJava2D(10, area, RectangleEdge.BOTTOM);
      double hundred = axis.valueToJava2D(100, area, RectangleEdge.BOTTOM);
      assertThat(hundred - ten).isEqualTo(ten - one, within(1e-6));
    }

    @Test
    void leavesOutWhatHasNoLogarithm() {
      assertThat(labels(units.toValueAxis(new double[] {0, -5, 1e-5, 1e-3, Double.NaN}, 11)))
          .containsExactly("1E-5", "1E-3");
    }

    @Test
    void drawsASingleValueAndNone() {
      assertThat(labels(units.toValueAxis(new double[] {64}, 11))).containsExactly("64");
      assertThat(labels(units.toValueAxis(new double[] {}, 11))).isEmpty();
    }
  }

  /** The labels of the ticks within the axis's range, low to high. */
  private static List<String> labels(ValueAxis axis) {
    Rectangle2D area = new Rectangle2D.Double(0, 0, 2000, 2000);
    if (axis instanceof NumberAxis number) {
      number.setAutoTickUnitSelection(false);
    }
    List<?> ticks =
        axis.refreshTicks(
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics(),
            new AxisState(),
            area,
            RectangleEdge.BOTTOM);
    return ticks.stream()
        .map(tick -> ((Tick) tick).getText())
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
