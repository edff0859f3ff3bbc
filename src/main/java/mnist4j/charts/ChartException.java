package mnist4j.charts;

/** This machine cannot draw charts. The message is one line for the user. */
public final class ChartException extends RuntimeException {

  ChartException(String message, Throwable cause) {
    super(message, cause);
  }
}
