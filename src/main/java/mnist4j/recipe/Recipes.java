package mnist4j.recipe;

import java.util.List;
import java.util.Optional;

/** The recipes of the program. A new one is added to the list here. */
public final class Recipes {

  private static final List<Recipe> ALL =
      List.of(
          new NumpyMlp(), new Mlp512(), new Perceptron(), new Mlp64(), new Cnn(), new CnnBest());

  private Recipes() {}

  /** Every recipe, the quickest first. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** The recipes that reproduce a document, the quickest first. */
  public static List<Recipe> documented() {
    return ALL.stream()
        .filter(recipe -> !recipe.document().equals(DocumentFigures.NO_DOCUMENT))
        .toList();
  }

  /** The recipe of that name. */
  public static Optional<Recipe> named(String name) {
    return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }
}
