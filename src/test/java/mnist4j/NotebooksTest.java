package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import mnist4j.recipe.DocumentFigures;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The notebooks as they are stored, with their outputs; {@code notebooks/run} executes them. */
class NotebooksTest {

  private static final Path NOTEBOOKS = Path.of("notebooks");
  private static final String TOUR = "0-start-here";
  private static final long MAX_BYTES = 1_000_000;

  private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** A decimal fraction, or a whole number with a comma or an underline at every thousand. */
  private static final Pattern FIGURE =
      Pattern.compile("(?<![\\w.])(?:\\d+(?:[,_]\\d{3})+|\\d*\\.\\d+)(?![\\w])");

  /** A number of mistakes. */
  private static final Pattern COUNT =
      Pattern.compile("(\\d+) (?:are wrong|of [\\d,]+ images are wrong)|错 (\\d+) 张");

  private static final Pattern ABSOLUTE_PATH =
      Pattern.compile("(?<![\\w./])/(?:home|root|Users|tmp|work|opt|usr|var)\\b|[A-Z]:\\\\");

  /** The hash code that {@code Object.toString} prints. */
  private static final Pattern HASH_CODE = Pattern.compile("\\w@[0-9a-f]{5,}");

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  private static JsonNode read(Path notebook) {
    try {
      return new ObjectMapper().readTree(notebook.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<JsonNode> cells(Path notebook, String type) {
    return list(read(notebook).get("cells")).stream()
        .filter(cell -> cell.get("cell_type").asText().equals(type))
        .toList();
  }

  private static List<JsonNode> outputs(Path notebook) {
    return cells(notebook, "code").stream()
        .flatMap(cell -> list(cell.get("outputs")).stream())
        .toList();
  }

  /** A text of the format: a string, or its lines. */
  private static String text(JsonNode text) {
    return text.isArray()
        ? list(text).stream().map(JsonNode::asText).collect(Collectors.joining())
        : text.asText();
  }

  private static String source(JsonNode cell) {
    return text(cell.get("source"));
  }

  private static String outputText(JsonNode output) {
    return text(output.path("text")) + text(output.at("/data/text~1plain"));
  }

  @Test
  void areATourAndOneForEachDocument() throws IOException {
    List<String> documents = Recipes.documented().stream().map(Recipe::name).toList();
    List<String> names = notebooks().map(NotebooksTest::name).toList();
    assertThat(names).hasSize(documents.size() + 1).startsWith(TOUR);
    assertThat(names.subList(1, names.size()))
        .extracting(name -> name.substring(2))
        .containsExactlyInAnyOrderElementsOf(documents);
  }

  private static String name(Path notebook) {
    return notebook.getFileName().toString().replace(".ipynb", "");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void keepTheFormatAndNameTheKernel(Path notebook) throws IOException {
    JsonNode root = read(notebook);
    assertThat(root.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("cells", "metadata", "nbformat", "nbformat_minor");
    assertThat(root.get("nbformat").asInt()).isEqualTo(4);
    assertThat(root.get("nbformat_minor").asInt()).isEqualTo(5);
    assertThat(root.at("/metadata/kernelspec/name").asText()).isEqualTo("java");
    assertThat(root.at("/metadata/language_info/name").asText()).isEqualTo("java");
    List<JsonNode> cells = list(root.get("cells"));
    assertThat(cells).extracting(cell -> cell.get("id").asText()).doesNotHaveDuplicates();
    for (JsonNode cell : cells) {
      assertThat(cell.get("cell_type").asText()).isIn("markdown", "code");
      assertThat(cell.get("metadata").isObject()).isTrue();
      assertThat(source(cell)).isNotBlank();
    }
    assertThat(Files.size(notebook)).isLessThan(MAX_BYTES);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void haveBeenExecutedFromTopToBottomWithoutErrorOrLog(Path notebook) {
    List<JsonNode> code = cells(notebook, "code");
    assertThat(code)
        .extracting(cell -> cell.get("execution_count").asInt())
        .isEqualTo(IntStream.rangeClosed(1, code.size()).boxed().toList());
    for (JsonNode output : outputs(notebook)) {
      assertThat(output.get("output_type").asText())
          .isIn("stream", "execute_result", "display_data");
      assertThat(output.path("name").asText("stdout")).isEqualTo("stdout");
      assertThat(outputText(output))
          .doesNotContainPattern(HASH_CODE)
          .doesNotContainPattern(ABSOLUTE_PATH);
    }
    assertThat(code)
        .allSatisfy(cell -> assertThat(source(cell)).doesNotContainPattern(ABSOLUTE_PATH));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void showEveryPictureThatTheyDraw(Path notebook) throws IOException {
    int drawn = 0;
    for (JsonNode cell : cells(notebook, "code")) {
      List<String> pictures =
          list(cell.get("outputs")).stream()
              .map(output -> text(output.at("/data/image~1png")))
              .filter(png -> !png.isEmpty())
              .toList();
      assertThat(pictures)
          .as(source(cell))
          .hasSize(source(cell).strip().endsWith(".draw()") ? 1 : 0);
      for (String png : pictures) {
        byte[] bytes = Base64.getMimeDecoder().decode(png);
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isGreaterThan(400);
        drawn++;
      }
    }
    assertThat(drawn).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void explainInEnglishAndChineseAndEndWithAnExerciseAndItsAnswer(Path notebook) {
    List<String> pages = cells(notebook, "markdown").stream().map(NotebooksTest::source).toList();
    assertThat(pages).allSatisfy(page -> assertThat(page).containsPattern(HAN));
    assertThat(pages).filteredOn(page -> page.startsWith("## Exercise · 练习")).hasSize(1);
    assertThat(pages).filteredOn(page -> page.startsWith("### Answer · 答案")).hasSize(1);
    for (String page : pages) {
      LINK.matcher(page)
          .results()
          .map(link -> NOTEBOOKS.resolve(link.group(1).replaceFirst("#.*", "")))
          .forEach(target -> assertThat(target).exists());
    }
  }

  /** A figure in the text is one of an output, of the code, or of the document. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void quoteTheFiguresOfTheirOutputs(Path notebook) {
    String printed =
        Stream.concat(
                outputs(notebook).stream().map(NotebooksTest::outputText),
                cells(notebook, "code").stream().map(NotebooksTest::source))
            .collect(Collectors.joining("\n"));
    Set<BigDecimal> known =
        Stream.concat(
                Pattern.compile("[\\d.,_]*\\d").matcher(printed).results().map(MatchResult::group),
                Recipes.named(name(notebook).substring(2)).map(Recipe::document).stream()
                    .flatMap(NotebooksTest::figures))
            .flatMap(figure -> number(figure).stream())
            .collect(Collectors.toSet());
    for (JsonNode cell : cells(notebook, "markdown")) {
      String page = INLINE_CODE.matcher(source(cell)).replaceAll("");
      Stream.concat(
              FIGURE.matcher(page).results().map(MatchResult::group),
              COUNT
                  .matcher(page)
                  .results()
                  .map(count -> count.group(1) == null ? count.group(2) : count.group(1)))
          .forEach(
              figure ->
                  assertThat(known)
                      .as("%s in %s", figure, notebook)
                      .contains(number(figure).get(0)));
    }
  }

  /** The number without its separators; empty for something else, such as a version. */
  private static List<BigDecimal> number(String figure) {
    try {
      return List.of(new BigDecimal(figure.replaceAll("[,_]", "")).stripTrailingZeros());
    } catch (NumberFormatException e) {
      return List.of();
    }
  }

  private static Stream<String> figures(DocumentFigures document) {
    return Stream.of(
            document.testAccuracy().stream(),
            document.testLoss().stream(),
            document.trainSeconds().stream(),
            document.trainAccuracy().stream().mapToDouble(Double::doubleValue),
            document.validationAccuracy().stream().mapToDouble(Double::doubleValue))
        .flatMap(figures -> figures.boxed())
        .map(String::valueOf);
  }

  /** Without executing it. Keeps the notebooks to the program's classes as they are. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void haveCodeThatCompiles(Path notebook) {
    try (JShell shell = compiler()) {
      for (JsonNode cell : cells(notebook, "code")) {
        if (!source(cell).startsWith("%")) {
          assertThat(problems(shell, source(cell))).as(source(cell)).isEmpty();
        }
      }
    }
  }

  private static JShell compiler() {
    JShell shell = JShell.builder().executionEngine(new CompileOnly(), Map.of()).build();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      shell.addToClasspath(entry);
    }
    return shell;
  }

  /** What the compiler says of each statement and declaration of a cell. */
  private static List<String> problems(JShell shell, String cell) {
    List<String> problems = new ArrayList<>();
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = next.completeness().isComplete() ? next.source() : rest;
      for (SnippetEvent event : shell.eval(source)) {
        if (event.status() != Snippet.Status.VALID) {
          shell
              .diagnostics(event.snippet())
              .map(problem -> problem.getMessage(null))
              .forEach(problems::add);
        }
      }
      rest = next.completeness().isComplete() ? next.remaining() : "";
    }
    return problems;
  }

  /** Compiles without loading or running anything. */
  private static final class CompileOnly extends DirectExecutionControl
      implements ExecutionControlProvider {

    @Override
    public String name() {
      return "compile-only";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return this;
    }

    @Override
    public void load(ClassBytecodes[] classes) {
      // Nothing is loaded.
    }

    @Override
    public String invoke(String className, String methodName) {
      return "";
    }

    @Override
    public void addToClasspath(String path) {
      // Nothing is loaded from it.
    }
  }

  @Test
  void requirementsArePinned() throws IOException {
    assertThat(Files.readAllLines(NOTEBOOKS.resolve("requirements.txt")))
        .allMatch(line -> line.matches("([\\w.-]+==[\\w.]+|#.*)?"))
        .anyMatch(line -> line.startsWith("jjava=="))
        .anyMatch(line -> line.startsWith("nbformat=="));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void runIsValidBashAndRefusesWhatItDoesNotKnow() throws Exception {
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    assertThat(Bash.run(NOTEBOOKS, environment, "bash -n run")).isEqualTo(new Bash(0, ""));
    assertThat(Bash.run(NOTEBOOKS, environment, "./run 9-none"))
        .isEqualTo(
            new Bash(
                1, "notebooks/run: found no notebooks/9-none.ipynb; name one without .ipynb\n"));
  }

  @Test
  @Tag("slow")
  @DisabledOnOs(OS.WINDOWS)
  void runQuickExecutesAllOfThem() throws Exception {
    assumeThat(Bash.run(NOTEBOOKS, System.getenv(), "python3 -c 'import ensurepip, venv'").status())
        .as("there is no python3 with venv, so the notebooks are not executed")
        .isZero();
    Bash run = Bash.run(NOTEBOOKS, System.getenv(), "./run --quick");
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output()).contains(notebooks().map(NotebooksTest::name).toList());
  }
}
