package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static ProgressLine line(String name, double share, Duration elapsed, String figures) {
    return new ProgressLine(name, share, 0, figures, "", elapsed);
  }

  @Test
  void theTimeLeftFollowsFromTheShareDone() {
    assertThat(line("cnn", 0.25, Duration.ofSeconds(30), "loss 1").fit(43))
        .isEqualTo("cnn   25% [==>          ] loss 1, 1:30 left");
    assertThat(line("cnn", 0.5, Duration.ofSeconds(3_723), "loss 1").fit(45))
        .isEqualTo("cnn   50% [=====>      ] loss 1, 1:02:03 left");
  }

  @Test
  void whatWasDoneEarlierTookNoneOfTheTime() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(new ProgressLine("cnn", 0.8, 0.75, "loss 1", "", minute).fit(43))
        .isEqualTo("cnn   80% [=========>   ] loss 1, 4:00 left");
    assertThat(new ProgressLine("cnn", 0.75, 0.75, "", "", minute).fit(35))
        .isEqualTo("cnn   75% [======>   ] 1:00 elapsed");
  }

  @Test
  void beforeAndAfterTheWorkItTellsTheTimeElapsed() {
    assertThat(line("cnn", 0, Duration.ZERO, "").fit(35))
        .isEqualTo("cnn    0% [          ] 0:00 elapsed");
    assertThat(line("cnn", 1, Duration.ofSeconds(59), "").fit(35))
        .isEqualTo("cnn  100% [==========] 0:59 elapsed");
  }

  @Test
  void theLongestScheduleFitsSixtyColumnsFromBeginningToEnd() {
    for (int epoch = 1; epoch <= 3_000; epoch++) {
      ProgressLine line =
          new ProgressLine(
              "perceptron",
              epoch / 3_000.0,
              0,
              "epoch %d/3000, loss 0.1234, accuracy 0.8061".formatted(epoch),
              "%d/3000 steps".formatted(epoch),
              Duration.ofSeconds(epoch));
      assertThat(line.fit(59))
          .hasSize(59)
          .contains("epoch %d/3000 loss 0.1234 acc 0.8061 ".formatted(epoch), "[", "]");
      assertThat(line.fit(79)).hasSize(79).contains("/3000", "loss 0.1234", "0.8061", "[", "]");
    }
  }
}
