package mnist4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A data set and what its files were taken for.
 *
 * @param path of the file or directory
 * @param format of the files, in words
 * @param images the data set
 * @param warnings lines about images that are probably not what is wanted
 */
public record ReadData(Path path, String format, ImageData images, List<String> warnings) {

  public ReadData {
    warnings = List.copyOf(warnings);
  }

  /** One line that says what was read. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "data: %s, %s: %,d training and %,d test images of %s, %d classes",
        path,
        format,
        images.train().size(),
        images.test().size(),
        images.imageSize(),
        images.classNames().size());
  }
}
