package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A row-major float32 matrix outside the Java heap, where the native library can multiply it.
 *
 * <p>Data is copied in and out as a whole. The JIT compiles a loop over a {@code float[]} to vector
 * instructions but not one over a direct buffer, so copying out, computing and copying back is
 * several times faster than computing in place.
 */
final class NativeMatrix {

  private final int rows;
  private final int columns;
  private INDArray array;
  private FloatBuffer floats;
  private FloatPointer pointer;

  private NativeMatrix(INDArray array, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.array = array;
    this.floats = floats(array);
    this.pointer = (FloatPointer) array.data().addressPointer();
  }

  /** A matrix of zeros with its own memory. */
  static NativeMatrix zeros(int rows, int columns) {
    return of(outsideWorkspaces(() -> Nd4j.zeros(DataType.FLOAT, rows, columns)), rows, columns);
  }

  /** A matrix that shares all elements of a contiguous array. */
  static NativeMatrix of(INDArray contiguous, int rows, int columns) {
    return new NativeMatrix(contiguous, rows, columns);
  }

  /** A matrix that shares the elements of a flat array, from the given offset on. */
  static NativeMatrix over(INDArray flat, int offset, int rows, int columns) {
    INDArray part =
        flat.reshape(flat.length()).get(NDArrayIndex.interval(offset, offset + rows * columns));
    return of(part.reshape('c', rows, columns), rows, columns);
  }

  /** A matrix that shares some rows of this one. */
  NativeMatrix rows(int from, int count) {
    return over(array, from * columns, count, columns);
  }

  /** Makes this matrix share rows of another one that is as wide, from the given row on. */
  void moveTo(NativeMatrix other, int from) {
    array = other.array;
    floats = other.floats.slice(from * columns, rows * columns);
    pointer = other.pointer(from * columns);
  }

  /** The elements of a contiguous float32 array; a view starts at its own first element. */
  static FloatBuffer floats(INDArray contiguous) {
    return contiguous.data().asNioFloat().slice();
  }

  /** Creates arrays outside any open ND4J workspace, so that they outlive the current step. */
  @SuppressWarnings("try") // The workspace only has to be open.
  static <T> T outsideWorkspaces(Supplier<T> supplier) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return supplier.get();
    }
  }

  INDArray array() {
    return array;
  }

  /** Its elements, which keep no position between uses by index. */
  FloatBuffer floats() {
    return floats;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** The given element, for the BLAS. */
  FloatPointer pointer(int element) {
    return element == 0 ? pointer : pointer.getPointer(element);
  }

  /** Fills the matrix. */
  void store(float[] source) {
    floats.put(0, source);
  }

  /** Copies the matrix. */
  void load(float[] target) {
    load(target, 0);
  }

  /** Fills the whole target with part of the matrix, from the given element on. */
  void load(float[] target, int from) {
    floats.get(from, target);
  }

  /** Fills part of the matrix, from the given element on, with the first of the source's values. */
  void store(float[] source, int from, int count) {
    floats.put(from, source, 0, count);
  }

  /** Fills the first of the target's values with part of the matrix, from the given element on. */
  void load(float[] target, int from, int count) {
    floats.get(from, target, 0, count);
  }
}
