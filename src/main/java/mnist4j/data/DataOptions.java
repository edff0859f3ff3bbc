package mnist4j.data;

import java.util.Optional;

/**
 * How a data set is read.
 *
 * @param split which one, where a directory holds several; empty where it holds one
 * @param transpose swaps rows and columns of every image
 * @param prepare prepares pictures that are not 28 x 28 as {@code predict} does; otherwise all have
 *     to have one size
 * @param skipBad leaves out files that are no usable pictures
 */
public record DataOptions(
    Optional<String> split, boolean transpose, boolean prepare, boolean skipBad) {

  /** One set, as it is. */
  public static final DataOptions DEFAULT = new DataOptions(Optional.empty(), false, true, false);
}
