package mnist4j.drawn;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The pen's way for each digit, two ways to write each. Coordinates go from 0 to 1, x to the right
 * and y down.
 */
final class DigitStrokes {

  private static final int STEPS = 24;

  /** A shaky hand, as a share of the digit's height. */
  private static final double JITTER = 0.022;

  private static final double[][][][] WAYS = {
    {
      {
        {.5, 0, .15, .2, .05, .55, .25, .95, .6, .98, .92, .7, .9, .3, .6, .02, .45, .03},
      },
      {
        {.62, .05, .25, .1, .03, .5, .2, .92, .55, 1, .9, .75, .97, .35, .75, .08, .5, 0, .35, .08},
      }
    },
    {{{.5, 0, .5, .5, .48, 1}}, {{.15, .28, .38, .16, .55, 0}, {.55, 0, .54, .5, .52, 1}}},
    {
      {
        {.08, .25, .2, .05, .55, 0, .85, .2, .75, .5, .4, .78, .05, .98},
        {.05, .98, .5, .95, .98, .97}
      },
      {
        {.1, .2, .4, 0, .8, .12, .82, .42, .45, .75, .12, .95, .08, .82, .3, .8, .6, .95, 1, .9},
      }
    },
    {
      {
        {.1, .12, .45, 0, .8, .14, .75, .36, .4, .47},
        {.4, .47, .8, .55, .92, .78, .6, .99, .2, .97, .03, .82}
      },
      {
        {.08, .02, .5, .03, .85, .02},
        {.85, .02, .6, .22, .42, .4},
        {.42, .4, .8, .48, .92, .75, .6, .98, .2, .98, .05, .85}
      }
    },
    {
      {{.15, 0, .1, .3, .08, .55}, {.08, .55, .5, .54, .95, .52}, {.75, .05, .73, .5, .7, 1}},
      {{.68, 0, .35, .35, .05, .65}, {.05, .65, .5, .65, .98, .63}, {.68, 0, .67, .5, .66, 1}}
    },
    {
      {
        {.2, .03, .18, .25, .15, .45},
        {.15, .45, .5, .36, .85, .52, .88, .8, .5, 1, .08, .9},
        {.2, .03, .5, .02, .85, 0}
      },
      {
        {.9, .02, .6, .04, .35, .05},
        {.35, .05, .2, .42, .55, .42, .85, .62, .75, .92, .35, 1, .02, .88}
      }
    },
    {
      {{.75, .02, .35, .2, .08, .6, .2, .93, .55, 1, .85, .8, .72, .55, .4, .52, .15, .7}},
      {{.6, 0, .2, .45, .05, .75, .3, .99, .7, .95, .85, .72, .6, .55, .25, .62, .1, .78}}
    },
    {
      {{.05, .05, .5, .05, .95, .03}, {.95, .03, .55, .5, .35, 1}},
      {{.05, .05, .5, .05, .95, .03}, {.95, .03, .55, .5, .35, 1}, {.3, .5, .55, .49, .8, .47}}
    },
    {
      {
        {
          .8, .15, .5, 0, .18, .15, .3, .4, .7, .58, .88, .82, .5, 1, .1, .83, .28, .58, .68, .4,
          .82, .15
        }
      },
      {
        {.5, 0, .2, .12, .25, .38, .5, .46, .78, .35, .8, .1, .5, 0},
        {.5, .46, .12, .62, .12, .9, .5, 1, .9, .88, .86, .6, .5, .46}
      }
    },
    {
      {{.85, .2, .5, 0, .12, .18, .2, .46, .55, .5, .85, .2}, {.85, .2, .82, .6, .7, 1}},
      {
        {.82, .15, .45, 0, .1, .25, .3, .5, .7, .42, .85, .12},
        {.85, .12, .9, .6, .65, .95, .25, .98}
      }
    }
  };

  private DigitStrokes() {}

  /** The strokes of one digit in one hand's way, as close points along smooth curves. */
  static List<List<Point2D>> of(int digit, int way, Random hand) {
    List<List<Point2D>> strokes = new ArrayList<>();
    for (double[] stroke : WAYS[digit][way]) {
      List<Point2D> points = new ArrayList<>();
      for (int i = 0; i < stroke.length; i += 2) {
        points.add(
            new Point2D.Double(
                stroke[i] + JITTER * hand.nextGaussian(),
                stroke[i + 1] + JITTER * hand.nextGaussian()));
      }
      strokes.add(smooth(points));
    }
    return strokes;
  }

  /** A Catmull-Rom spline through the points. */
  private static List<Point2D> smooth(List<Point2D> points) {
    List<Point2D> curve = new ArrayList<>();
    int last = points.size() - 1;
    for (int i = 0; i < last; i++) {
      Point2D before = points.get(Math.max(0, i - 1));
      Point2D from = points.get(i);
      Point2D to = points.get(i + 1);
      Point2D after = points.get(Math.min(last, i + 2));
      for (int step = 0; step <= STEPS; step++) {
        double t = (double) step / STEPS;
        curve.add(
            new Point2D.Double(
                between(before.getX(), from.getX(), to.getX(), after.getX(), t),
                between(before.getY(), from.getY(), to.getY(), after.getY(), t)));
      }
    }
    return curve;
  }

  private static double between(double before, double from, double to, double after, double t) {
    return from
        + 0.5
            * t
            * (to
                - before
                + t
                    * (2 * before
                        - 5 * from
                        + 4 * to
                        - after
                        + t * (3 * (from - to) + after - before)));
  }
}
