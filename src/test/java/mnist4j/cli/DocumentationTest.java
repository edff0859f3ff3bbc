package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Markdown pages: their links lead somewhere and their commands exist. */
class DocumentationTest {

  private static final int README_LINES = 180;

  /** Directories whose pages are checked. {@code models} itself holds the pages of runs. */
  private static final List<String> DIRECTORIES =
      List.of(
          ".",
          "docs",
          "bench",
          "bench/classify",
          "bench/spark",
          "docker",
          "examples",
          "models/outliers",
          "models/pretrained",
          "notebooks");

  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");

  /** In {@code mnist4j-spark sweep}, too, the first argument is {@code spark}. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)(?:-jar \\S*mnist4j\\.jar |(?:^|&& )(?:\\S*/)?mnist4j[ -]|docker .*run .*(?:mnist4j:| )(?:cpu|cuda) )(.+?)(?= +[&#]| *$)|-Dexec\\.args=(\"[^\"]*\"|\\S+)");

  static List<Path> pages() {
    List<Path> pages = new ArrayList<>(List.of(Path.of("models", "README.md")));
    for (String directory : DIRECTORIES) {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> links(String page) {
    String prose = INLINE_CODE.matcher(CODE_BLOCK.matcher(page).replaceAll("")).replaceAll("");
    return found(LINK, prose);
  }

  /** The arguments in code, with a number where the page says N. */
  private static List<String> commands(String page) {
    return Stream.of(CODE_BLOCK, INLINE_CODE)
        .flatMap(code -> code.matcher(page).results())
        .flatMap(code -> found(COMMAND, code.group().replace("`", "")).stream())
        .map(command -> command.replace("\"", "").replace(" N ", " 1 "))
        .toList();
  }

  /** What either of the pattern's two groups matches. */
  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .toList();
  }

  /** The anchors of a page's headings in their order, as GitHub makes them. */
  static List<String> anchorsInOrder(String page) {
    List<String> anchors = new ArrayList<>();
    HEADING
        .matcher(CODE_BLOCK.matcher(page).replaceAll(""))
        .results()
        .map(DocumentationTest::anchor)
        .forEach(
            anchor -> {
              String unique = anchor;
              for (int copy = 1; anchors.contains(unique); copy++) {
                unique = anchor + "-" + copy;
              }
              anchors.add(unique);
            });
    return anchors;
  }

  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }

  @Test
  void allPagesAreFound() {
    assertThat(pages())
        .extracting(Path::normalize)
        .contains(
            Path.of("README.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("CHANGELOG.md"),
            Path.of("docs", "guide.md"),
            Path.of("docs", "architecture.md"),
            Path.of("docs", "performance.md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileOrAHeading(Path page) {
    for (String link : links(text(page))) {
      URI uri = URI.create(link);
      if (uri.isAbsolute()) {
        assertThat(uri.getScheme()).as("%s in %s", link, page).isEqualTo("https");
        continue;
      }
      Path target = uri.getPath().isEmpty() ? page : page.resolveSibling(uri.getPath());
      assertThat(target).as("%s in %s", link, page).exists();
      if (uri.getFragment() != null) {
        assertThat(anchorsInOrder(text(target)))
            .as("%s in %s", link, page)
            .contains(uri.getFragment());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandExistsWithItsOptions(Path page) {
    for (String command : commands(text(page))) {
      assertThatCode(() -> Mnist4jCommand.commandLine().parseArgs(command.split(" +")))
          .as("%s in %s", command, page)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md", "docs/guide.md", "CONTRIBUTING.md"})
  void aPageOfInstructionsHasCommands(String page) {
    assertThat(commands(text(Path.of(page)))).isNotEmpty();
  }

  @Test
  void theReadmeIsShort() {
    assertThat(text(Path.of("README.md")).lines().count()).isLessThanOrEqualTo(README_LINES);
  }

  @Test
  void anchorsAreThoseOfGithub() {
    assertThat(anchorsInOrder("# A `b.c`, d-e & f_g\n## Same\n## Same\n```\n# a comment\n```\n"))
        .containsExactly("a-bc-d-e--f_g", "same", "same-1");
  }

  @Test
  void commandsAreFoundHoweverTheyAreStarted() {
    assertThat(
            commands(
                """
                `mnist4j doctor` and
                ```
                mvn package -DskipTests && target/mnist4j train cnn   # a comment
                java -jar target/mnist4j.jar evaluate cnn
                target/spark/bin/mnist4j-spark sweep l2
                docker build -t mnist4j:cpu .
                docker run --rm mnist4j:cpu --help
                docker compose run --rm cuda explain sigmoid
                mvn exec:java -Dexec.args=data
                mvn exec:java -Dexec.args="data info"
                ```
                """))
        .containsExactly(
            "train cnn",
            "evaluate cnn",
            "spark sweep l2",
            "--help",
            "explain sigmoid",
            "data",
            "data info",
            "doctor");
  }

  @Test
  void linksInCodeAreNone() {
    assertThat(links("[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n<img src=\"g.png\">"))
        .containsExactly("b.md", "g.png");
  }
}
