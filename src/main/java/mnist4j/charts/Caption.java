package mnist4j.charts;

import java.util.List;

/**
 * The text under an image of a grid.
 *
 * @param phrases joined by spaces where that fits on one line, else one line each
 * @param tone how the text and the image's frame are coloured
 */
public record Caption(List<String> phrases, Tone tone) {

  /** What a caption says of its image. */
  public enum Tone {
    /** Nothing about right or wrong: black. */
    NEUTRAL,
    /** The network was right: green. */
    RIGHT,
    /** The network was wrong: red, and a thicker frame. */
    WRONG
  }

  /** Copies the list. */
  public Caption {
    phrases = List.copyOf(phrases);
  }

  /** A black caption of the given phrases. */
  public static Caption neutral(String... phrases) {
    return new Caption(List.of(phrases), Tone.NEUTRAL);
  }

  /** "true 4, predicted 9", in black. */
  public static Caption mistake(String truth, String predicted) {
    return neutral("true %s,".formatted(truth), "predicted %s".formatted(predicted));
  }

  /** "7" in green, or "5 (true 3)" in red: the words tell it without the colour. */
  public static Caption verdict(String truth, String predicted, boolean right) {
    return right
        ? new Caption(List.of(predicted), Tone.RIGHT)
        : new Caption(List.of(predicted, "(true %s)".formatted(truth)), Tone.WRONG);
  }

  public String onOneLine() {
    return String.join(" ", phrases);
  }
}
