package mnist4j.charts;

import java.util.List;

/** Draws twice in a JVM of its own and prints what stops it: the second failure differs in Java. */
final class DrawWithoutFonts {

  private DrawWithoutFonts() {}

  public static void main(String[] arguments) {
    for (int i = 0; i < 2; i++) {
      try {
        new FigureLayout("title", "", 1, List.of()).draw();
        System.out.println("drawn");
      } catch (ChartException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
