package mnist4j.acceleration.step;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

/**
 * The product of two matrices into a third, by the BLAS that ND4J's own products use. It is called
 * directly: {@code Nd4j.gemm} takes about 30 µs before it computes, and an operation of ND4J's that
 * was prepared once still 1 to 4 µs, as long as the product itself in a small layer.
 */
sealed interface MatrixProduct {

  /** Computes the product and adds it to the result, or replaces the result by it. */
  void compute(boolean add);

  /** {@code result = left · right}. */
  static MatrixProduct of(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    return new OfMatrices(left, CblasNoTrans, right, CblasNoTrans, result);
  }

  /** {@code result = leftᵀ · right}. */
  static MatrixProduct transposedLeft(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    return left.columns() == 1
        ? new OfVector(right, CblasTrans, left, result)
        : new OfMatrices(left, CblasTrans, right, CblasNoTrans, result);
  }

  /** {@code result = left · rightᵀ}. */
  static MatrixProduct transposedRight(NativeMatrix left, NativeMatrix right, NativeMatrix result) {
    return right.rows() == 1
        ? new OfVector(left, CblasNoTrans, right, result)
        : new OfMatrices(left, CblasNoTrans, right, CblasTrans, result);
  }

  /** Two matrices, each as it is or transposed. */
  record OfMatrices(
      NativeMatrix left, int leftForm, NativeMatrix right, int rightForm, NativeMatrix result)
      implements MatrixProduct {

    @Override
    public void compute(boolean add) {
      cblas_sgemm(
          CblasRowMajor,
          leftForm,
          rightForm,
          result.rows(),
          result.columns(),
          leftForm == CblasTrans ? left.rows() : left.columns(),
          1,
          left.pointer(),
          left.columns(),
          right.pointer(),
          right.columns(),
          add ? 1 : 0,
          result.pointer(),
          result.columns());
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
      cblas_sgemv(
          CblasRowMajor,
          form,
          matrix.rows(),
          matrix.columns(),
          1,
          matrix.pointer(),
          matrix.columns(),
          vector.pointer(),
          1,
          add ? 1 : 0,
          result.pointer(),
          1);
    }
  }
}
