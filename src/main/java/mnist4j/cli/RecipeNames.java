package mnist4j.cli;

import java.util.ArrayList;

/** The recipes' names, for help texts and shell completion. */
final class RecipeNames extends ArrayList<String> {

  private static final long serialVersionUID = 1;

  RecipeNames() {
    super(RecipeConverter.names());
  }
}
