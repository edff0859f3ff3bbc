package mnist4j.experiment;

import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;

/**
 * One of the values that an experiment compares.
 *
 * @param value what it is called in tables and charts, such as {@code 0.001}
 * @param recipe what is trained
 * @param settings how; a limit on the images means at most so many
 */
record Variant(String value, Recipe recipe, Settings settings) {}
