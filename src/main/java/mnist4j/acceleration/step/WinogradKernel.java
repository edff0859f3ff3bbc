package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;
import mnist4j.acceleration.step.LayerSpec.Size;

/**
 * A 3 × 3 convolution by {@link Winograd}'s filtering. With 2 × 2 max pooling the four results of a
 * tile are those of a pooling window; without, they are put in their places.
 *
 * <p>With many channels and filters each of the 16 elements of a tile is a product of matrices,
 * {@code [tiles, channels] · [channels, filters]}. One row of tiles is computed after another, of
 * all images of the slice.
 */
final class WinogradKernel implements LayerKernel {

  private static final int ELEMENTS = Winograd.TILE * Winograd.TILE;

  private final ConvolutionSpec spec;
  private final int offset;
  private final int[] packing;
  private final float[] unpacked;

  /** Pairs of a channel and a filter. */
  private final int pairs;

  private final float[][][] kernels;
  private final float[][][] halfway;
  private final float[][][] transformed;
  private final float[] transposed;
  private final NativeMatrix weights;
  private final NativeMatrix transposedWeights;
  private final NativeMatrix weightGradient;
  private final ConvolutionOutput block;

  /** Results of a block of tiles, which pooling takes as they are. */
  private final float[][] results;

  private final int tilesDown;
  private final int tilesAcross;
  private final Map<Integer, Workspace> workspaces = new HashMap<>();
  private boolean gradientEmpty;

  WinogradKernel(ConvolutionSpec spec, int offset) {
    this.spec = spec;
    this.offset = offset;
    packing = spec.packing();
    unpacked = new float[spec.parameters()];
    pairs = spec.channels() * spec.filters();
    kernels = new float[Winograd.KERNEL][Winograd.KERNEL][pairs];
    halfway = new float[Winograd.TILE][Winograd.KERNEL][pairs];
    transformed = new float[Winograd.TILE][Winograd.TILE][pairs];
    transposed = new float[pairs];
    weights = NativeMatrix.zeros(ELEMENTS * spec.channels(), spec.filters());
    transposedWeights = NativeMatrix.zeros(ELEMENTS * spec.filters(), spec.channels());
    weightGradient = NativeMatrix.zeros(ELEMENTS * spec.channels(), spec.filters());
    block = new ConvolutionOutput(spec);
    boolean pools = block.pools();
    results =
        pools ? block.convolved() : new float[Winograd.RESULT * Winograd.RESULT][block.length()];
    tilesDown = spec.output().height() / (pools ? 1 : Winograd.RESULT);
    tilesAcross = spec.output().width() / (pools ? 1 : Winograd.RESULT);
  }

  /** Whether whole tiles, pooled or not, give a convolution's output. */
  static boolean supports(ConvolutionSpec spec) {
    Size output = spec.output();
    return spec.kernel().equals(new Size(Winograd.KERNEL, Winograd.KERNEL))
        && spec.stride().equals(Size.ONE)
        && (spec.pool().equals(new Size(Winograd.RESULT, Winograd.RESULT))
            || spec.pool().equals(Size.ONE)
                && output.height() % Winograd.RESULT == 0
                && output.width() % Winograd.RESULT == 0);
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(offset, unpacked);
    int from = 0;
    for (float[][] row : kernels) {
      for (float[] values : row) {
        for (int i = 0; i < pairs; i++) {
          values[i] = unpacked[packing[from++]];
        }
      }
    }
    for (int x = 0; x < Winograd.KERNEL; x++) {
      Winograd.kernel(Winograd.column(kernels, x), Winograd.column(halfway, x), pairs);
    }
    for (int y = 0; y < Winograd.TILE; y++) {
      Winograd.kernel(halfway[y], transformed[y], pairs);
      for (int x = 0; x < Winograd.TILE; x++) {
        int element = (y * Winograd.TILE + x) * pairs;
        LayerKernel.transpose(transformed[y][x], 0, spec.channels(), spec.filters(), transposed);
        weights.store(transformed[y][x], element, pairs);
        transposedWeights.store(transposed, element, pairs);
      }
    }
    block.begin(unpacked);
    gradientEmpty = true;
  }

  @Override
  public Pass pass(int examples) {
    return new WinogradPass(examples, workspaces.computeIfAbsent(examples, Workspace::new));
  }

  @Override
  public void end(FloatBuffer gradients) {
    for (int y = 0; y < Winograd.TILE; y++) {
      for (int x = 0; x < Winograd.TILE; x++) {
        weightGradient.load(transformed[y][x], (y * Winograd.TILE + x) * pairs);
      }
      Winograd.kernelGradient(transformed[y], halfway[y], pairs);
    }
    for (int x = 0; x < Winograd.KERNEL; x++) {
      Winograd.kernelGradient(Winograd.column(halfway, x), Winograd.column(kernels, x), pairs);
    }
    int to = 0;
    for (float[][] row : kernels) {
      for (float[] values : row) {
        for (int i = 0; i < pairs; i++) {
          unpacked[packing[to++]] = values[i];
        }
      }
    }
    block.end(unpacked);
    gradients.put(offset, unpacked);
  }

  /**
   * What a pass needs during a call only, for one row of tiles. Passes for as many examples share
   * it, so that it stays in the cache from one to the next.
   */
  private final class Workspace {

    private final int examples;
    private final int tiles;

    /** Values of a row of tiles at one of their places. */
    private final int length;

    /** Rows of four pixels, an array for each column. */
    private final float[][] columns;

    /** Tiles whose rows are transformed, and the gradient of these. */
    private final float[][][] halfTransformed;

    private final float[][][] gradient;

    /** Whole tiles, as they are copied to or from the matrices. */
    private final float[][][] tile;

    /** Products of a block, whole tiles and half transformed ones. */
    private final float[][][] products;

    private final float[][][] halfSummed;
    private final NativeMatrix tiled;
    private final NativeMatrix convolved;
    private final NativeMatrix tiledGradient;
    private final List<MatrixProduct> forward = new ArrayList<>();
    private final List<MatrixProduct> weightProducts = new ArrayList<>();
    private final List<MatrixProduct> tileProducts = new ArrayList<>();

    Workspace(int examples) {
      this.examples = examples;
      tiles = examples * tilesAcross;
      length = tiles * spec.channels();
      columns = new float[Winograd.TILE][length];
      halfTransformed = new float[Winograd.TILE][Winograd.TILE][length];
      gradient = new float[Winograd.TILE][Winograd.TILE][length];
      tile = new float[Winograd.TILE][Winograd.TILE][length];
      products = new float[Winograd.TILE][Winograd.TILE][block.length()];
      halfSummed = new float[Winograd.RESULT][Winograd.TILE][block.length()];
      tiled = NativeMatrix.zeros(ELEMENTS * tiles, spec.channels());
      convolved = NativeMatrix.zeros(ELEMENTS * tiles, spec.filters());
      tiledGradient = NativeMatrix.zeros(ELEMENTS * tiles, spec.channels());
      for (int element = 0; element < ELEMENTS; element++) {
        NativeMatrix input = tiled.rows(element * tiles, tiles);
        NativeMatrix result = convolved.rows(element * tiles, tiles);
        int kernel = element * spec.channels();
        forward.add(MatrixProduct.of(input, weights.rows(kernel, spec.channels()), result));
        weightProducts.add(
            MatrixProduct.transposedLeft(
                input, result, weightGradient.rows(kernel, spec.channels())));
        tileProducts.add(
            MatrixProduct.of(
                result,
                transposedWeights.rows(element * spec.filters(), spec.filters()),
                tiledGradient.rows(element * tiles, tiles)));
      }
    }

    /** Transforms a row of tiles, the rows from the top to the bottom. */
    private void transform(float[] images, int row) {
      moveUp(halfTransformed);
      for (int y = row == 0 ? 0 : Winograd.RESULT; y < Winograd.TILE; y++) {
        gather(images, row * Winograd.RESULT + y);
        Winograd.pixels(columns, halfTransformed[y], length);
      }
      for (int x = 0; x < Winograd.TILE; x++) {
        Winograd.pixels(Winograd.column(halfTransformed, x), Winograd.column(tile, x), length);
        for (int y = 0; y < Winograd.TILE; y++) {
          tiled.store(tile[y][x], (y * Winograd.TILE + x) * length, length);
        }
      }
    }

    /** Makes the lower half of tiles the upper half of those below. */
    private static void moveUp(float[][][] rows) {
      for (int y = 0; y < Winograd.RESULT; y++) {
        float[][] upper = rows[y];
        rows[y] = rows[y + Winograd.RESULT];
        rows[y + Winograd.RESULT] = upper;
      }
    }

    /** Copies a row of pixels into the columns. The last two of a tile begin the next one. */
    private void gather(float[] images, int y) {
      int channels = spec.channels();
      int inRow = tilesAcross * channels;
      for (int example = 0; example < examples; example++) {
        int from = start(y, example);
        int to = example * inRow;
        for (int x = 0; x < Winograd.RESULT; x++) {
          float[] column = columns[x];
          for (int i = 0; i < inRow; i += channels) {
            System.arraycopy(
                images, from + Winograd.RESULT * i + x * channels, column, to + i, channels);
          }
          float[] next = columns[x + Winograd.RESULT];
          System.arraycopy(column, to + channels, next, to, inRow - channels);
          System.arraycopy(
              images,
              from + Winograd.RESULT * inRow + x * channels,
              next,
              to + inRow - channels,
              channels);
        }
      }
    }

    /** Index of the first value of an image's row. */
    private int start(int y, int example) {
      return (y * examples + example) * spec.image().width() * spec.channels();
    }

    /** The convolution of a block of tiles from their products. */
    private void sum(int from, int count) {
      int area = tiles * spec.filters();
      for (int x = 0; x < Winograd.TILE; x++) {
        for (int y = 0; y < Winograd.TILE; y++) {
          convolved.load(products[y][x], (y * Winograd.TILE + x) * area + from, count);
        }
        Winograd.results(Winograd.column(products, x), Winograd.column(halfSummed, x), count);
      }
      for (int y = 0; y < Winograd.RESULT; y++) {
        Winograd.results(halfSummed[y], resultRow(y), count);
      }
    }

    /** The gradient of a block of tiles' products from that of their convolution. */
    private void spread(int from, int count) {
      int area = tiles * spec.filters();
      for (int y = 0; y < Winograd.RESULT; y++) {
        Winograd.resultGradient(resultRow(y), halfSummed[y], count);
      }
      for (int x = 0; x < Winograd.TILE; x++) {
        Winograd.resultGradient(
            Winograd.column(halfSummed, x), Winograd.column(products, x), count);
        for (int y = 0; y < Winograd.TILE; y++) {
          convolved.store(products[y][x], (y * Winograd.TILE + x) * area + from, count);
        }
      }
    }

    private float[][] resultRow(int y) {
      return Arrays.copyOfRange(results, y * Winograd.RESULT, (y + 1) * Winograd.RESULT);
    }

    /** Puts the results of a block of tiles where they are in the output. */
    private void place(float[] output, int row, int from, int count) {
      for (int i = 0; i < count; i += spec.filters()) {
        for (int result = 0; result < results.length; result++) {
          int to = index(row, (from + i) / spec.filters(), result);
          System.arraycopy(results[result], i, output, to, spec.filters());
        }
      }
    }

    /** The reverse of {@link #place}. */
    private void take(float[] outputGradient, int row, int from, int count) {
      for (int i = 0; i < count; i += spec.filters()) {
        for (int result = 0; result < results.length; result++) {
          int at = index(row, (from + i) / spec.filters(), result);
          System.arraycopy(outputGradient, at, results[result], i, spec.filters());
        }
      }
    }

    /** Index in the output of the first value of a tile's result. */
    private int index(int row, int tile, int result) {
      int y = row * Winograd.RESULT + result / Winograd.RESULT;
      int x = tile % tilesAcross * Winograd.RESULT + result % Winograd.RESULT;
      return ((y * examples + tile / tilesAcross) * spec.output().width() + x) * spec.filters();
    }

    /**
     * The gradient of the pixels of a row of tiles but the last two, to which the next one adds.
     */
    private void transformBack(float[] imageGradient, int row) {
      moveUp(gradient);
      for (int x = 0; x < Winograd.TILE; x++) {
        for (int y = 0; y < Winograd.TILE; y++) {
          tiledGradient.load(tile[y][x], (y * Winograd.TILE + x) * length);
        }
        Winograd.pixelGradient(Winograd.column(tile, x), columns, length);
        for (int y = 0; y < Winograd.TILE; y++) {
          if (row > 0 && y < Winograd.RESULT) {
            add(columns[y], 0, gradient[y][x], 0, length);
          } else {
            System.arraycopy(columns[y], 0, gradient[y][x], 0, length);
          }
        }
      }
      int complete = row + 1 < tilesDown ? Winograd.RESULT : Winograd.TILE;
      for (int y = 0; y < complete; y++) {
        Winograd.pixelGradient(gradient[y], columns, length);
        scatter(imageGradient, row * Winograd.RESULT + y);
      }
    }

    /** The reverse of {@link #gather}, which adds what belongs to two tiles. */
    private void scatter(float[] imageGradient, int y) {
      int channels = spec.channels();
      int inRow = tilesAcross * channels;
      for (int example = 0; example < examples; example++) {
        int to = start(y, example);
        int from = example * inRow;
        for (int x = 0; x < Winograd.RESULT; x++) {
          float[] column = columns[x];
          float[] next = columns[x + Winograd.RESULT];
          add(next, from, column, from + channels, inRow - channels);
          for (int i = 0; i < inRow; i += channels) {
            System.arraycopy(
                column, from + i, imageGradient, to + Winograd.RESULT * i + x * channels, channels);
          }
          System.arraycopy(
              next,
              from + inRow - channels,
              imageGradient,
              to + Winograd.RESULT * inRow + x * channels,
              channels);
        }
      }
    }

    private static void add(float[] summands, int from, float[] sums, int to, int count) {
      for (int i = 0; i < count; i++) {
        sums[to + i] += summands[from + i];
      }
    }
  }

  private final class WinogradPass implements Pass {

    private final Workspace workspace;
    private final int rowLength;

    /** Of the last {@link #forward}; a copy takes a quarter of the memory of its tiles. */
    private final float[] images;

    private final float[] output;
    private final float[] maxima;
    private final float[] inputGradient;

    WinogradPass(int examples, Workspace workspace) {
      this.workspace = workspace;
      rowLength = workspace.tiles * spec.filters();
      images = new float[examples * spec.inputs()];
      output = new float[examples * spec.outputs()];
      maxima = new float[block.pools() ? output.length : 0];
      inputGradient = new float[images.length];
    }

    @Override
    public float[] forward(float[] input, int start) {
      System.arraycopy(input, 0, images, 0, images.length);
      for (int row = 0; row < tilesDown; row++) {
        workspace.transform(images, row);
        workspace.forward.forEach(product -> product.compute(false));
        for (int from = 0; from < rowLength; from += block.length()) {
          int count = Math.min(block.length(), rowLength - from);
          workspace.sum(from, count);
          if (block.pools()) {
            block.forward(output, maxima, row * rowLength + from, count);
          } else {
            workspace.place(output, row, from, count);
          }
        }
      }
      if (!block.pools()) {
        for (int from = 0; from < output.length; from += block.length()) {
          int count = Math.min(block.length(), output.length - from);
          System.arraycopy(output, from, block.convolved()[0], 0, count);
          block.forward(output, maxima, from, count);
        }
      }
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      if (!block.pools()) {
        for (int from = 0; from < output.length; from += block.length()) {
          int count = Math.min(block.length(), output.length - from);
          block.backward(output, outputGradient, maxima, from, count);
          System.arraycopy(block.convolved()[0], 0, outputGradient, from, count);
        }
      }
      // There may be pixels that no tile covers.
      Arrays.fill(inputGradient, 0);
      for (int row = 0; row < tilesDown; row++) {
        workspace.transform(images, row);
        for (int from = 0; from < rowLength; from += block.length()) {
          int count = Math.min(block.length(), rowLength - from);
          if (block.pools()) {
            block.backward(output, outputGradient, maxima, row * rowLength + from, count);
          } else {
            workspace.take(outputGradient, row, from, count);
          }
          workspace.spread(from, count);
        }
        workspace.weightProducts.forEach(product -> product.compute(!gradientEmpty));
        gradientEmpty = false;
        workspace.tileProducts.forEach(product -> product.compute(false));
        workspace.transformBack(inputGradient, row);
      }
      return inputGradient;
    }
  }
}
