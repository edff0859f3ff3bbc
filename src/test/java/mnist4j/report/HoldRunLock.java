package mnist4j.report;

import java.nio.file.Path;

/** Holds a directory until its standard input ends. */
final class HoldRunLock {

  private HoldRunLock() {}

  public static void main(String[] arguments) throws Exception {
    RunLock.holding(
        Path.of(arguments[0]),
        () -> {
          System.out.println("held");
          return System.in.read();
        });
  }
}
