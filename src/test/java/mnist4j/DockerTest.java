package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;

/** What the files in {@code docker/} promise; {@code docker/check} builds and runs them. */
class DockerTest {

  private static final Path DOCKER = Path.of("docker");

  private static String dockerfile(String name) throws IOException {
    return Files.readString(DOCKER.resolve(name + ".Dockerfile"));
  }

  /** The arguments of every instruction of one kind, in order. */
  private static List<String> instructions(String dockerfile, String instruction) {
    return Pattern.compile("^" + instruction + " (.*)$", Pattern.MULTILINE)
        .matcher(dockerfile)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Nested
  class Dockerfiles {

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void standOnOneBasePinnedByDigest(String name) throws IOException {
      String dockerfile = dockerfile(name);
      assertThat(instructions(dockerfile, "ARG").get(0))
          .matches("BASE=docker\\.io/library/debian:bookworm-\\d{8}-slim@sha256:[0-9a-f]{64}")
          .isEqualTo(instructions(dockerfile("cpu"), "ARG").get(0));
      assertThat(instructions(dockerfile, "FROM"))
          .startsWith("${BASE} AS build")
          .endsWith("${BASE}")
          .isSubsetOf("${BASE} AS build", "build AS notebooks", "${BASE}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void runAsAUserOfTheirOwn(String name) throws IOException {
      assertThat(instructions(dockerfile(name), "USER")).isNotEmpty().containsOnly("10001:10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void keepDataAndModelsInVolumes(String name) throws IOException {
      String image = dockerfile(name).substring(dockerfile(name).lastIndexOf("\nFROM "));
      assertThat(instructions(image, "VOLUME"))
          .containsExactly("[\"/work/data\", \"/work/models\"]");
    }

    /** A second JVM says nothing of the one that runs; serve's own check is in the compose file. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void startNoOtherProgramForTheirHealth(String name) throws IOException {
      assertThat(dockerfile(name)).doesNotContain("HEALTHCHECK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cuda"})
    void carryTheLicense(String name) throws IOException {
      assertThat(dockerfile(name)).contains("cp -r LICENSE NOTICE target/mnist4j ");
    }

    @Test
    void differInTheProfileAlone() throws IOException {
      assertThat(
              instructions(dockerfile("cpu"), " +mvn")
                  .get(0)
                  .replace("-q package", "-q -Pcuda package"))
          .isEqualTo(instructions(dockerfile("cuda"), " +mvn").get(0));
    }
  }

  @Nested
  class Compose {

    private static final JsonNode FILE = read();

    private static JsonNode read() {
      try {
        return new ObjectMapper(new YAMLFactory())
            .readTree(DOCKER.resolve("compose.yaml").toFile());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void hasItsServicesAndVolumes() {
      assertThat(FILE.get("services").fieldNames())
          .toIterable()
          .containsExactly("cpu", "cuda", "serve", "notebooks");
      assertThat(FILE.get("volumes").fieldNames())
          .toIterable()
          .containsExactly("data", "models", "notebooks");
    }

    @ParameterizedTest
    @CsvSource({"serve, 127.0.0.1:8080:8080", "notebooks, 127.0.0.1:8888:8888"})
    void publishesOnLoopbackAlone(String service, String port) {
      JsonNode ports = FILE.at("/services/%s/ports".formatted(service));
      assertThat(ports).hasSize(1);
      assertThat(ports.get(0).asText()).isEqualTo(port);
    }

    @Test
    void waitsForATrainingToEnd() {
      assertThat(FILE.at("/x-mnist4j/stop_grace_period").asText()).isEqualTo("30s");
    }

    @Test
    void reservesOneGpu() {
      JsonNode device = FILE.at("/services/cuda/deploy/resources/reservations/devices/0");
      assertThat(device.get("driver").asText()).isEqualTo("nvidia");
      assertThat(device.get("count").asInt()).isEqualTo(1);
      assertThat(device.get("capabilities").get(0).asText()).isEqualTo("gpu");
    }

    /** A colon and a blank in a plain scalar would make a mapping of it. */
    @Test
    void asksServeForItsHealthByACommandOfWords() {
      JsonNode command = FILE.at("/services/serve/healthcheck/test");
      assertThat(command).isNotEmpty().allMatch(JsonNode::isTextual);
      assertThat(command.get(3).asText())
          .contains("GET /api/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n");
    }

    @Test
    void buildsFromFilesThatAreThere() throws IOException {
      List<String> named =
          Pattern.compile("dockerfile: (\\S+)")
              .matcher(Files.readString(DOCKER.resolve("compose.yaml")))
              .results()
              .map(result -> result.group(1))
              .toList();
      assertThat(named).isNotEmpty().allMatch(file -> Files.isRegularFile(Path.of(file)));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theCheckIsValidBashAndRefusesWhatItDoesNotKnow() throws Exception {
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    assertThat(Bash.run(DOCKER, environment, "bash -n check")).isEqualTo(new Bash(0, ""));
    assertThat(Bash.run(DOCKER, environment, "./check --gpu"))
        .isEqualTo(
            new Bash(1, "docker/check: found '--gpu', expected --notebooks, --cuda or nothing\n"));
  }

  /** The builds see only what is copied, and no more than they need. */
  @Test
  void theBuildsSeeEveryFileThatTheyCopy() throws IOException {
    List<String> seen =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied =
        Stream.of(dockerfile("cpu"), dockerfile("cuda"))
            .flatMap(file -> Pattern.compile("(?m)^COPY ([^-\\s]\\S*) ").matcher(file).results())
            .map(MatchResult::group)
            .map(line -> line.split(" ")[1])
            .distinct()
            .toList();
    assertThat(copied).containsExactlyInAnyOrderElementsOf(seen);
    assertThat(copied).allMatch(path -> Files.exists(Path.of(path)));
    assertThat(resources())
        .as("folders that the build packs")
        .filteredOn(path -> !path.equals("${project.basedir}"))
        .allMatch(path -> copied.stream().anyMatch(path::startsWith));
  }

  private static List<String> resources() throws IOException {
    String pom = Files.readString(Path.of("pom.xml")).split("</resources>")[0];
    List<String> folders =
        Pattern.compile("<resource>\\s*<directory>(.*)</directory>")
            .matcher(pom)
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(folders).contains("src/main/resources", "models/pretrained");
    return folders;
  }
}
