package mnist4j.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The recipes the program knows. */
public final class Recipes {

  private static final List<Recipe> DOCUMENTED =
      List.of(new NumpyMlp(), new Mlp512(), new Perceptron(), new Mlp64(), new Cnn());

  private static final List<Recipe> ALL =
      Stream.concat(DOCUMENTED.stream(), Stream.of(new CnnBest())).toList();

  private Recipes() {}

  /** Every recipe, the quickest first. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** Those of the documents, the quickest first. */
  public static List<Recipe> documented() {
    return DOCUMENTED;
  }

  /** The recipe of that name. */
  public static Optional<Recipe> named(String name) {
    return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }
}
