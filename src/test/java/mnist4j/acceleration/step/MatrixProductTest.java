package mnist4j.acceleration.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import mnist4j.acceleration.step.MatrixProduct.Factor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small whole numbers, whose sums are exact in any order. */
class MatrixProductTest {

  private final Random random = new Random(1);

  private NativeMatrix matrix(int[][] values) {
    NativeMatrix matrix = NativeMatrix.zeros(values.length, values[0].length);
    float[] flat = new float[values.length * values[0].length];
    int to = 0;
    for (int[] row : values) {
      for (int value : row) {
        flat[to++] = value;
      }
    }
    matrix.store(flat);
    return matrix;
  }

  private int[][] values(int rows, int columns) {
    int[][] values = new int[rows][columns];
    for (int[] row : values) {
      Arrays.setAll(row, i -> random.nextInt(-9, 10));
    }
    return values;
  }

  private static int[][] transposed(int[][] values) {
    int[][] transposed = new int[values[0].length][values.length];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < transposed.length; j++) {
        transposed[j][i] = values[i][j];
      }
    }
    return transposed;
  }

  private static float[] product(int[][] left, int[][] right, float[] addedTo) {
    float[] product = addedTo.clone();
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        for (int k = 0; k < right.length; k++) {
          product[i * right[0].length + j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "7, 5, 3, 1000",
    "7, 5, 3, 20",
    "3, 7, 5, 20",
    "5, 3, 7, 20",
    "1, 9, 4, 5",
    "9, 1, 4, 5",
    "4, 9, 1, 5",
    "13, 11, 17, 1"
  })
  void aProductInPartsIsTheProduct(int rows, int columns, int terms, long most) {
    int[][] left = values(rows, terms);
    int[][] right = values(terms, columns);
    float[] zero = new float[rows * columns];
    for (Factor first :
        new Factor[] {Factor.asItIs(matrix(left)), Factor.transposed(matrix(transposed(left)))}) {
      for (Factor second :
          new Factor[] {
            Factor.asItIs(matrix(right)), Factor.transposed(matrix(transposed(right)))
          }) {
        NativeMatrix result = NativeMatrix.zeros(rows, columns);
        MatrixProduct inParts =
            MatrixProduct.ofMatrices(first, second, Factor.asItIs(result), most);
        float[] found = new float[rows * columns];
        inParts.compute(false);
        result.load(found);
        assertThat(found).isEqualTo(product(left, right, zero));
        inParts.compute(true);
        result.load(found);
        assertThat(found).isEqualTo(product(left, right, product(left, right, zero)));
      }
    }
  }
}
