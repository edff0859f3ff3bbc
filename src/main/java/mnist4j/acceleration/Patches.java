package mnist4j.acceleration;

import mnist4j.acceleration.ConvolutionPlan.Extent;

/**
 * The input patches of a convolution over a fixed number of images, as the rows of a matrix. The
 * values beneath one row of the kernel lie together in the image and in the matrix.
 */
final class Patches {

  private final ConvolutionPlan plan;
  private final int run;
  private final int[] starts;

  Patches(ConvolutionPlan plan, int examples) {
    this.plan = plan;
    this.run = plan.kernel().width() * plan.channels();
    this.starts = starts(plan, examples);
  }

  /** Where each patch starts in the images, ordered by place in the pooling window. */
  private static int[] starts(ConvolutionPlan plan, int examples) {
    Extent output = plan.output();
    Extent pool = plan.pool();
    int[] starts = new int[pool.area() * examples * output.area()];
    int next = 0;
    for (int place = 0; place < pool.area(); place++) {
      for (int example = 0; example < examples; example++) {
        for (int pixel = 0; pixel < output.area(); pixel++) {
          int y = pixel / output.width() * pool.height() + place / pool.width();
          int x = pixel % output.width() * pool.width() + place % pool.width();
          int row = example * plan.height() + y * plan.stride().height();
          starts[next++] = (row * plan.width() + x * plan.stride().width()) * plan.channels();
        }
      }
    }
    return starts;
  }

  /** Number of patches. */
  int rows() {
    return starts.length;
  }

  /** Copies the images' patches into the rows of the matrix. */
  void gather(float[] images, float[] matrix) {
    int line = plan.width() * plan.channels();
    int to = 0;
    for (int start : starts) {
      for (int y = 0; y < plan.kernel().height(); y++) {
        copy(images, start + y * line, matrix, to, run);
        to += run;
      }
      if (plan.biased()) {
        matrix[to++] = 1;
      }
    }
  }

  /** Adds the rows of the matrix to the images, where they came from. */
  void scatter(float[] matrix, float[] images) {
    int line = plan.width() * plan.channels();
    int from = 0;
    for (int start : starts) {
      for (int y = 0; y < plan.kernel().height(); y++) {
        add(matrix, from, images, start + y * line, run);
        from += run;
      }
      from += plan.biased() ? 1 : 0;
    }
  }

  /** {@code System.arraycopy} costs more than a loop for the few values of a one-channel image. */
  private static void copy(float[] source, int from, float[] target, int to, int length) {
    if (length > 8) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[to + i] = source[from + i];
    }
  }

  private static void add(float[] source, int from, float[] target, int to, int length) {
    for (int i = 0; i < length; i++) {
      target[to + i] += source[from + i];
    }
  }
}
