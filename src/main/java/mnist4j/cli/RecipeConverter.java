package mnist4j.cli;

import java.util.List;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A recipe by its name. */
final class RecipeConverter implements ITypeConverter<Recipe> {

  @Override
  public Recipe convert(String name) {
    return Recipes.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '%s', expected one of %s".formatted(name, String.join(", ", names()))));
  }

  static List<String> names() {
    return Recipes.all().stream().map(Recipe::name).toList();
  }
}
