package mnist4j.experiment;

import java.util.List;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.training.Networks;

/**
 * What all runs of an experiment share.
 *
 * @param images that MNIST runs are trained on
 * @param quick whether a look at the experiment is enough: few steps, few images
 * @param machine the program and what it computes with, in readable lines
 * @param dataSet what images they are, to the pixel, in a readable line
 */
public record Conditions(ImageData images, boolean quick, List<String> machine, String dataSet) {

  /** Images of each kind that a look is given. */
  private static final int QUICK_IMAGES = 200;

  /** Copies the list. */
  public Conditions {
    machine = List.copyOf(machine);
  }

  /**
   * The conditions of one start of the program.
   *
   * @param all the images there are; with {@code quick} the first 200 of each kind are taken
   * @param program its name and version
   */
  public static Conditions of(ImageData all, boolean quick, String program, Backend backend) {
    ImageData images = quick ? all.first(QUICK_IMAGES) : all;
    return new Conditions(
        images,
        quick,
        List.of(
            "program " + program,
            "backend %s, %d threads, acceleration %s"
                .formatted(
                    backend.name(), backend.threads(), Networks.isAccelerated() ? "on" : "off")),
        "images %s, %d + %d, SHA-256 %s"
            .formatted(
                images.name(), images.train().size(), images.test().size(), images.sha256()));
  }
}
