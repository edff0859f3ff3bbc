package mnist4j.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The line of a progress bar. On a narrow terminal it keeps the figures and the time left, and
 * shortens the words first, then the bar.
 *
 * @param name of the task
 * @param share done, 0 to 1, or NaN where that is unknown
 * @param earlier the part of it that was done before this task began, 0 to 1
 * @param figures separated by commas, such as "epoch 1/5, loss 0.3619"; empty before the first step
 * @param count of the steps, such as "12/50 steps", shown where there is room; may be empty
 * @param elapsed time since the task began
 */
record ProgressLine(
    String name, double share, double earlier, String figures, String count, Duration elapsed) {

  /** Below this length of the bar, words are shortened. */
  private static final int SHORT_BAR = 8;

  private static final String FRAME = " [] ";

  /** The words to the left and to the right of the bar. */
  private record Words(String left, String right) {}

  /** Exactly {@code width} characters. */
  String fit(int width) {
    String percent = Double.isNaN(share) ? "  ?%" : text("%3d%%", (int) (100 * share));
    String elapsedTime = clock(elapsed) + " elapsed";
    boolean remains = share > earlier && share < 1;
    String time = remains ? clock(remaining()) + " left" : elapsedTime;
    String normal = join(figures, time);
    String brief = normal.replace(",", "").replace("accuracy", "acc").replace(" elapsed", "");
    List<Words> choices =
        List.of(
            new Words(
                name + "  " + percent, join(figures, count, remains ? elapsedTime : "", time)),
            new Words(name + "  " + percent, normal),
            new Words(name + " " + percent, brief),
            new Words(percent, brief));
    Words words =
        choices.stream()
            .filter(choice -> barLength(choice, width) >= SHORT_BAR)
            .findFirst()
            .orElse(choices.get(choices.size() - 1));
    int length = barLength(words, width);
    return length > 0
        ? words.left + " [" + bar(length) + "] " + words.right
        : text("%-" + width + "." + width + "s", brief);
  }

  private static int barLength(Words words, int width) {
    return width - words.left.length() - FRAME.length() - words.right.length();
  }

  private String bar(int length) {
    int done = Double.isNaN(share) ? 0 : (int) (share * length);
    String head = done < length && done > 0 ? ">" : "";
    String text = "=".repeat(done - head.length()) + head;
    return text + " ".repeat(length - text.length());
  }

  private Duration remaining() {
    return Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - share) / (share - earlier)));
  }

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? text("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : text("%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  private static String join(String... parts) {
    return Stream.of(parts)
        .filter(Predicate.not(String::isEmpty))
        .collect(Collectors.joining(", "));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
