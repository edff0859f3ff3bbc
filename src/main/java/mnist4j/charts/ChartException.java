package mnist4j.charts;

/** This machine cannot draw. The message is one line for a person. */
public final class ChartException extends RuntimeException {

  ChartException(String message, Throwable cause) {
    super(message, cause);
  }
}
