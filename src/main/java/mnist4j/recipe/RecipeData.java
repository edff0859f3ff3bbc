package mnist4j.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;

/**
 * A data set as one recipe uses it.
 *
 * @param train what the network learns from
 * @param validation training images kept out of training; empty where the document keeps none
 * @param test opened once, after the last epoch
 * @param classNames one name per label
 * @param directory where DL4J's {@code MnistDataSetIterator} reads exactly {@code train}; empty
 *     where the recipe trains on a part of it
 */
public record RecipeData(
    LabelledImages train,
    Optional<LabelledImages> validation,
    LabelledImages test,
    List<String> classNames,
    Optional<Path> directory) {

  public RecipeData {
    classNames = List.copyOf(classNames);
  }

  /** All training images, or the first so many where the settings limit them. */
  static RecipeData whole(ImageData data, Settings settings) {
    return new RecipeData(
        limited(data.train(), settings),
        Optional.empty(),
        data.test(),
        data.classNames(),
        settings.limit().isPresent() ? Optional.empty() : data.directory());
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
    if (split == 0 || split == images.size()) {
      throw new SettingsException(
          "--limit", images.size(), "at least 2 images, of which one is held out");
    }
    return new RecipeData(
        images.first(split),
        Optional.of(images.range(split, images.size())),
        data.test(),
        data.classNames(),
        Optional.empty());
  }

  /** The same with other training images, such as those of another order. */
  public RecipeData withTrain(LabelledImages images) {
    return new RecipeData(images, validation, test, classNames, Optional.empty());
  }

  /**
   * The first of the settings' {@code --limit} images.
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
