package mnist4j.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;

/**
 * A data set as one recipe uses it.
 *
 * @param train the training images
 * @param validation held out of the training images; empty if the document holds none out
 * @param test the test images, which training never sees
 * @param classNames one name per label
 */
public record RecipeData(
    LabelledImages train,
    Optional<LabelledImages> validation,
    LabelledImages test,
    List<String> classNames) {

  public RecipeData {
    classNames = List.copyOf(classNames);
  }

  /** All training images, or the first {@code --limit} of them. */
  static RecipeData whole(ImageData data, Settings settings) {
    return new RecipeData(
        limited(data.train(), settings), Optional.empty(), data.test(), data.classNames());
  }

  /**
   * The last images held out for validation, as Keras's {@code validation_split} does.
   *
   * @param share of the training images, above 0 and below 1
   * @throws SettingsException if nothing would be held out, or nothing left
   */
  static RecipeData holdingOut(double share, ImageData data, Settings settings) {
    LabelledImages images = limited(data.train(), settings);
    int split = (int) (images.size() * (1 - share));
    if (split == 0) {
      throw new SettingsException(
          "--limit", images.size(), "at least 2 images, of which one is held out");
    }
    return new RecipeData(
        images.first(split),
        Optional.of(images.range(split, images.size())),
        data.test(),
        data.classNames());
  }

  /**
   * Refuses images that the layers of a network would reduce to nothing.
   *
   * @param side the shortest that the network can take, in pixels
   * @param layers the network's name, or what in it needs such a side
   * @throws SettingsException if a side is shorter
   */
  static void requireSide(int side, String layers, ImageSize found) {
    if (found.shorterSide() < side) {
      throw new SettingsException(
          "--data", "images of " + found, "at least %1$d x %1$d for %2$s".formatted(side, layers));
    }
  }

  /** The names of the classes that no training image shows. */
  public List<String> untrainedClasses() {
    return classesWithout(train);
  }

  /** The names of the classes that no test image shows. */
  public List<String> untestedClasses() {
    return classesWithout(test);
  }

  private List<String> classesWithout(LabelledImages images) {
    int[] counts = images.counts(classNames.size());
    return IntStream.range(0, counts.length)
        .filter(label -> counts[label] == 0)
        .mapToObj(classNames::get)
        .toList();
  }

  /** The same with other training images, such as the same ones in another order. */
  public RecipeData withTrain(LabelledImages images) {
    return new RecipeData(images, validation, test, classNames);
  }

  /**
   * The first {@code --limit} images.
   *
   * @throws SettingsException if there are fewer
   */
  static LabelledImages limited(LabelledImages images, Settings settings) {
    int limit = settings.limit().orElse(images.size());
    if (limit > images.size()) {
      throw new SettingsException(
          "--limit", limit, "at most the %d training images".formatted(images.size()));
    }
    return images.first(limit);
  }
}
