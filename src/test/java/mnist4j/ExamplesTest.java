package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The installed artifact and the programs of {@code examples} that use it, in a local repository of
 * their own: all but mnist4j itself are links into the user's.
 */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class ExamplesTest {

  private static final Path SEVEN =
      Path.of("src/test/resources/mnist4j/drawn/7-02.png").toAbsolutePath();

  /** Not a temporary directory of JUnit's, which warns of every link it removes. */
  private static final Path DIRECTORY = Path.of("target/examples").toAbsolutePath();

  private static final Path REPOSITORY = DIRECTORY.resolve("repository");

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(DIRECTORY);
    expectSuccess(bash("rm -rf repository mnist4j consumer embed && mkdir repository"));
    Path own =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    try (Stream<Path> groups = Files.list(own)) {
      for (Path group : groups.filter(group -> !group.endsWith("mnist4j")).toList()) {
        Files.createSymbolicLink(REPOSITORY.resolve(group.getFileName()), group);
      }
    }
    expectSuccess(
        bash(
            "mkdir mnist4j && cd '%s' && cp -R .mvn LICENSE NOTICE src models pom.xml '%s/mnist4j'",
            root(), DIRECTORY));
    maven("mnist4j", "-Prelease install -Dmaven.test.skip -Dspotless.check.skip");
  }

  private static Path root() {
    return Path.of("").toAbsolutePath();
  }

  private static Bash bash(String script, Object... values) throws Exception {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return Bash.run(DIRECTORY, environment, script.formatted(values));
  }

  private static String expectSuccess(Bash done) {
    assertThat(done.status()).as(done.output()).isZero();
    return done.output();
  }

  /** What Maven prints, without the codes for colours. */
  private static String maven(String project, String goals) throws Exception {
    return expectSuccess(
            bash("cd '%s' && mvn -q -B -Dmaven.repo.local='%s' %s", project, REPOSITORY, goals))
        .replaceAll("\u001b\\[[;\\d]*m", "");
  }

  /** Copies an example and runs it, without the build files of an earlier run. */
  private static List<String> run(String example, String arguments) throws Exception {
    expectSuccess(
        bash(
            "mkdir '%s' && cp -R '%s/examples/%s/pom.xml' '%s/examples/%s/src' '%s'",
            example, root(), example, root(), example, example));
    return maven(example, "compile exec:java -Dexec.arguments='%s'".formatted(arguments))
        .lines()
        .toList();
  }

  @Test
  void aModelZipNeedsDl4jAlone() throws Exception {
    assertThat(RealMnist.test().size()).isEqualTo(10_000);
    String zip = root().resolve("models/pretrained/cnn.zip").toString();
    assertThat(run("consumer", zip + "," + RealMnist.directory()))
        .endsWith("accuracy 0.9898", "the first image is a 7, predicted 7");
    assertThat(Files.readAllLines(Path.of("examples/consumer/src/main/java/Consumer.java")))
        .hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void theInstalledArtifactClassifiesPicturesInAnotherProgram() throws Exception {
    assertThat(run("embed", SEVEN + "," + SEVEN.resolveSibling("3-01.png")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith(SEVEN + ": 7, probability "),
            line -> assertThat(line).contains("3-01.png: 3, probability "));
  }

  @Test
  void itsSourcesAndJavadocAreInstalledToo() throws IOException {
    try (Stream<Path> files = Files.list(REPOSITORY.resolve("mnist4j/mnist4j/0.1.0"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(
              "mnist4j-0.1.0.jar",
              "mnist4j-0.1.0.pom",
              "mnist4j-0.1.0-sources.jar",
              "mnist4j-0.1.0-javadoc.jar");
    }
  }

  @Test
  void theJarRunsFromAnyDirectory() throws Exception {
    String printed =
        expectSuccess(
            bash("cd / && java -jar '%s/mnist4j/target/mnist4j.jar' --version", DIRECTORY));
    assertThat(printed).startsWith("mnist4j 0.1.0");
  }
}
