package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Chinese pages have the commands, options, file names, figures and links of the English ones.
 * Only the words differ.
 */
class TranslationTest {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) +(.+?) *$");
  private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,]\\d+)*|\\.\\d+");
  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\|.*\\|$");

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  private static List<String> sorted(Stream<String> found) {
    return found.sorted().toList();
  }

  private static String withoutBlocks(Path page) {
    return FENCE.matcher(text(page)).replaceAll("");
  }

  private static String prose(Path page) {
    String words = CODE.matcher(withoutBlocks(page)).replaceAll("");
    return LINK.matcher(words).replaceAll("]");
  }

  /**
   * Where a page's links lead: the English page for either language, and within the page the
   * position of the heading, since its name is translated.
   */
  private static List<String> links(Path page) {
    return sorted(
        LINK.matcher(withoutBlocks(page))
            .results()
            .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
            .map(link -> target(page, link)));
  }

  private static String target(Path page, String link) {
    String[] parts = link.split("#", 2);
    return parts[0].isEmpty()
        ? "heading %d".formatted(DocumentationTest.anchorsInOrder(text(page)).indexOf(parts[1]))
        : parts[0].replace(".zh-CN.md", ".md");
  }

  private static List<Integer> levels(Path page) {
    return HEADING
        .matcher(withoutBlocks(page))
        .results()
        .map(heading -> heading.group(1).length())
        .toList();
  }

  @Test
  void theChineseReadmeSaysTheSame() {
    assertSame("README.md");
  }

  @Test
  void theChineseGuideSaysTheSame() {
    assertSame("docs/guide.md");
  }

  private static void assertSame(String page) {
    Path english = Path.of(page);
    Path chinese = Path.of(page.replace(".md", ".zh-CN.md"));
    assertThat(levels(chinese)).isEqualTo(levels(english));
    assertThat(all(FENCE, text(chinese)).toList()).isEqualTo(all(FENCE, text(english)).toList());
    assertThat(sorted(all(CODE, withoutBlocks(chinese))))
        .isEqualTo(sorted(all(CODE, withoutBlocks(english))));
    assertThat(links(chinese)).isEqualTo(links(english));
    assertThat(sorted(all(FIGURE, prose(chinese)))).isEqualTo(sorted(all(FIGURE, prose(english))));
    assertThat(all(TABLE_ROW, withoutBlocks(chinese)).map(TranslationTest::columns).toList())
        .isEqualTo(all(TABLE_ROW, withoutBlocks(english)).map(TranslationTest::columns).toList());
  }

  private static long columns(String row) {
    return row.chars().filter(character -> character == '|').count();
  }
}
