package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PrefetchTest {

  private final List<Integer> made = new ArrayList<>();

  /** In the calling thread, so that it shows when each item is ordered. */
  private Prefetch<Integer> prefetch(int count) {
    return new Prefetch<>(
        count,
        position -> {
          made.add(position);
          return position * position;
        },
        Runnable::run);
  }

  @Test
  void itemsComeInTheirOrderAndTwoAheadAtMost() {
    Prefetch<Integer> items = prefetch(4);
    assertThat(made).containsExactly(0, 1);
    assertThat(items.next()).isZero();
    assertThat(made).containsExactly(0, 1, 2);
    assertThat(items.next()).isEqualTo(1);
    assertThat(items.next()).isEqualTo(4);
    assertThat(made).containsExactly(0, 1, 2, 3);
    assertThat(items.hasNext()).isTrue();
    assertThat(items.next()).isEqualTo(9);
    assertThat(items.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(items::next);
    assertThat(made).hasSize(4);
  }

  @Test
  void oneItemIsMadeOnce() {
    Prefetch<Integer> items = prefetch(1);
    assertThat(items.next()).isZero();
    assertThat(items.hasNext()).isFalse();
    assertThat(made).containsExactly(0);
  }

  @Test
  void whatGoesWrongIsToldWhereTheItemIsWanted() {
    IllegalStateException wrong = new IllegalStateException("no ink");
    Prefetch<Integer> items =
        new Prefetch<>(
            3,
            position -> {
              if (position == 1) {
                throw wrong;
              }
              return position;
            },
            Runnable::run);
    assertThat(items.next()).isZero();
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(items::next)
        .withMessage(
            "the next training images could not be made: java.lang.IllegalStateException: no ink")
        .withCause(wrong);
  }
}
