package mnist4j.acceleration.step;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sasum;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The product of two matrices into a third, by the BLAS that ND4J's own products use. It is called
 * directly: {@code Nd4j.gemm} takes about 30 µs before it computes, and an operation of ND4J's that
 * was prepared once still 1 to 4 µs, as long as the product itself in a small layer.
 */
sealed interface MatrixProduct {

  /**
   * Multiplications of the largest product that is computed at once. With AVX-512, OpenBLAS takes
   * up to a million straight from the matrices, 114 GFLOPS on a Zen 4 core; for more it first
   * copies both into blocks, 65 to 95 GFLOPS for the sizes of these networks. Without AVX-512 it
   * always copies.
   */
  long MAX_AT_ONCE = hasAvx512() ? 1_000_000 : Long.MAX_VALUE;

  /** Columns of a left and a transposed right matrix from which on that is so. */
  int LONG_SUM = 128;

  /** Computes the product and adds it to the result, or replaces the result by it. */
  void compute(boolean add);

  /** {@code result = left · right}. */
  static MatrixProduct of(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    return ofMatrices(
        Factor.asItIs(left), Factor.asItIs(right), Factor.asItIs(result), MAX_AT_ONCE);
  }

  /** {@code result = leftᵀ · right}. */
  static MatrixProduct transposedLeft(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    return left.columns() == 1
        ? new OfVector(right, CblasTrans, left, result)
        : ofMatrices(
            Factor.transposed(left), Factor.asItIs(right), Factor.asItIs(result), MAX_AT_ONCE);
  }

  /** {@code result = left · rightᵀ}. */
  static MatrixProduct transposedRight(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    if (right.rows() == 1) {
      return new OfVector(left, CblasNoTrans, right, result);
    }
    long most = right.columns() < LONG_SUM ? Long.MAX_VALUE : MAX_AT_ONCE;
    return ofMatrices(Factor.asItIs(left), Factor.transposed(right), Factor.asItIs(result), most);
  }

  /** A product, halved along the longest of its three sides until each part is small enough. */
  static MatrixProduct ofMatrices(Factor left, Factor right, Factor result, long most) {
    int rows = result.rows();
    int columns = result.columns();
    int terms = left.columns();
    if ((long) rows * columns * terms <= most || rows * columns == 1) {
      return new OfMatrices(left, right, result);
    }
    // Sums along the rows of both matrices gain by long rows.
    if (right.form() == CblasNoTrans && terms >= Math.max(rows, columns)) {
      int half = terms / 2;
      return new InTwo(
          ofMatrices(left.columns(0, half), right.rows(0, half), result, most),
          ofMatrices(left.columns(half, terms), right.rows(half, terms), result, most),
          true);
    }
    if (rows >= columns) {
      int half = rows / 2;
      return new InTwo(
          ofMatrices(left.rows(0, half), right, result.rows(0, half), most),
          ofMatrices(left.rows(half, rows), right, result.rows(half, rows), most),
          false);
    }
    int half = columns / 2;
    return new InTwo(
        ofMatrices(left, right.columns(0, half), result.columns(0, half), most),
        ofMatrices(left, right.columns(half, columns), result.columns(half, columns), most),
        false);
  }

  private static boolean hasAvx512() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() == 3;
  }

  /**
   * Part of a matrix, as it is or transposed.
   *
   * @param matrix whose part it is; may move between products
   * @param first element of the part
   * @param rows of the part as it is multiplied
   * @param columns of the part as it is multiplied
   */
  record Factor(NativeMatrix matrix, int first, int rows, int columns, int form) {

    static Factor asItIs(NativeMatrix matrix) {
      return new Factor(matrix, 0, matrix.rows(), matrix.columns(), CblasNoTrans);
    }

    static Factor transposed(NativeMatrix matrix) {
      return new Factor(matrix, 0, matrix.columns(), matrix.rows(), CblasTrans);
    }

    Factor rows(int from, int to) {
      return part(form == CblasTrans ? from : from * stride(), to - from, columns);
    }

    Factor columns(int from, int to) {
      return part(form == CblasTrans ? from * stride() : from, rows, to - from);
    }

    private Factor part(int offset, int newRows, int newColumns) {
      return new Factor(matrix, first + offset, newRows, newColumns, form);
    }

    FloatPointer pointer() {
      return matrix.pointer(first);
    }

    /** Elements from the start of a row of the matrix to the start of the next one. */
    int stride() {
      return matrix.columns();
    }
  }

  /** Two parts of a product, of which the second is added to the first or lies beside it. */
  record InTwo(MatrixProduct first, MatrixProduct second, boolean sum) implements MatrixProduct {

    @Override
    public void compute(boolean add) {
      first.compute(add);
      second.compute(add || sum);
    }
  }

  /** The product of two matrices at once. */
  record OfMatrices(Factor left, Factor right, Factor result) implements MatrixProduct {

    @Override
    public void compute(boolean add) {
      cblas_sgemm(
          CblasRowMajor,
          left.form(),
          right.form(),
          result.rows(),
          result.columns(),
          left.columns(),
          1,
          left.pointer(),
          left.stride(),
          right.pointer(),
          right.stride(),
          add ? 1 : 0,
          result.pointer(),
          result.stride());
    }
  }

  /**
   * A matrix, as it is or transposed, and a vector. The product of two matrices first copies both
   * into blocks, which takes longer than a product of a matrix and a vector.
   */
  record OfVector(NativeMatrix matrix, int form, NativeMatrix vector, NativeMatrix result)
      implements MatrixProduct {

    @Override
    public void compute(boolean add) {
      if (form == CblasNoTrans) {
        // Reads the matrix in order, which brings it into the cache in half the time that the
        // product takes to do so with its own order.
        cblas_sasum(matrix.rows() * matrix.columns(), matrix.pointer(0), 1);
      }
      cblas_sgemv(
          CblasRowMajor,
          form,
          matrix.rows(),
          matrix.columns(),
          1,
          matrix.pointer(0),
          matrix.columns(),
          vector.pointer(0),
          1,
          add ? 1 : 0,
          result.pointer(0),
          1);
    }
  }
}
