package mnist4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** What NumPy printed, from {@code src/test/resources/golden}. */
public final class Golden {

  private Golden() {}

  public static JsonNode json(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name)) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  public static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  /** The rows beneath the header, each figure with the decimals it was printed with. */
  private static List<List<BigDecimal>> rows(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).map(BigDecimal::new).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asserts that the epochs printed with so many decimals read the same. NumPy's document prints an
   * accuracy of .680 as 0.68, so trailing zeros do not count.
   *
   * @param figures of an epoch, in the order of the columns
   */
  static void assertPrints(
      String name,
      int decimals,
      List<FitResult.Epoch> history,
      Function<FitResult.Epoch, DoubleStream> figures) {
    List<List<BigDecimal>> rows = rows(name);
    assertThat(history).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      FitResult.Epoch epoch = history.get(i);
      assertThat(epoch.epoch()).isEqualTo(rows.get(i).get(0).intValueExact());
      assertThat(figures.apply(epoch).mapToObj(figure -> printed(figure, decimals)).toList())
          .usingElementComparator(BigDecimal::compareTo)
          .isEqualTo(rows.get(i).subList(1, 5));
    }
  }

  private static BigDecimal printed(double figure, int decimals) {
    return new BigDecimal(figure).setScale(decimals, RoundingMode.HALF_EVEN);
  }
}
