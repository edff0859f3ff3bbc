package mnist4j.acceleration;

import org.deeplearning4j.config.DL4JSystemProperties;

/** DL4J's layer helpers, the oneDNN implementations of its layers. */
public final class LayerHelpers {

  private LayerHelpers() {}

  /**
   * Turns the helpers on, which DL4J leaves off unless told otherwise. A choice already made by
   * system property stands. DL4J reads the property when it builds a layer, so this comes before
   * the first network.
   */
  public static void enable() {
    if (System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    }
  }
}
