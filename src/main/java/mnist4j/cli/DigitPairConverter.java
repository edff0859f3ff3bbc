package mnist4j.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.SettingsException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Two digits as {@code a,b}. */
final class DigitPairConverter implements ITypeConverter<DigitPair> {

  private static final Pattern PAIR = Pattern.compile("(\\d{1,3}),(\\d{1,3})");

  @Override
  public DigitPair convert(String text) {
    Matcher matcher = PAIR.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "found '%s', expected two digits such as 0,1".formatted(text));
    }
    try {
      return new DigitPair(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    } catch (SettingsException e) {
      throw new TypeConversionException(e.problem());
    }
  }
}
