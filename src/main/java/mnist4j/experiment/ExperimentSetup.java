package mnist4j.experiment;

import java.util.List;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.training.Networks;

/**
 * The data and environment that all trials of an experiment share.
 *
 * @param images for trials on digits
 * @param quick whether to run only a few steps on a few images
 * @param seeds trainings of each variant on digits, at least 1: with the recipe's own seed and the
 *     next ones
 * @param environmentKey the program and the backend, in readable lines
 * @param imagesKey identifies the images down to the pixel, in a readable line
 */
public record ExperimentSetup(
    ImageData images, boolean quick, int seeds, List<String> environmentKey, String imagesKey) {

  private static final int QUICK_IMAGES = 200;

  /** Copies the list. */
  public ExperimentSetup {
    environmentKey = List.copyOf(environmentKey);
  }

  /**
   * @param all every image; with {@code quick} the first 200 training and 200 test images are used
   * @param program its name and version
   */
  public static ExperimentSetup of(
      ImageData all, boolean quick, int seeds, String program, Backend backend) {
    ImageData images = quick ? all.first(QUICK_IMAGES) : all;
    return new ExperimentSetup(
        images,
        quick,
        seeds,
        List.of(
            "program " + program,
            "backend %s, %d threads, acceleration %s"
                .formatted(
                    backend.name(), backend.threads(), Networks.isAccelerated() ? "on" : "off")),
        "images " + images.identity());
  }
}
