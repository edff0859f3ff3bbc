package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTest {

  private static final List<String> NAMES = List.of("cat", "dog", "cow");

  @Test
  void ranksTheClassesByTheirOutputs() {
    Classification found = new Classification(NAMES, List.of(-.5, .7, .2), false);
    assertThat(found.ranked(0)).isEqualTo(1);
    assertThat(found.ranked(1)).isEqualTo(2);
    assertThat(found.ranked(2)).isEqualTo(0);
  }

  @Test
  void ofEqualOutputsTheFirstClassComesFirst() {
    Classification found = new Classification(NAMES, List.of(.3, .4, .4), true);
    assertThat(found.ranked(0)).isEqualTo(1);
    assertThat(found.ranked(1)).isEqualTo(2);
  }

  @Test
  void needsANamePerOutputAndASecondClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Classification(NAMES, List.of(.5, .5), true))
        .withMessage("3 class names for 2 outputs, expected the same number, at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Classification(List.of("cat"), List.of(1.), true));
  }
}
