package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Exclusion;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effective POM as Maven makes it, on systems and with profiles of the test's choice. */
class PomProfilesTest {

  private static final String LINUX = "Linux amd64";

  private static Model effectivePom(String system, String... profiles) {
    return effectivePom(system, new Properties(), profiles);
  }

  private static Model effectivePom(String system, Properties user, String... profiles) {
    String architecture = system.substring(system.lastIndexOf(' ') + 1);
    Properties properties = new Properties();
    properties.setProperty("java.version", "17.0.1");
    properties.setProperty("os.name", system.substring(0, system.lastIndexOf(' ')));
    properties.setProperty("os.arch", architecture);
    properties.setProperty("os.version", "1");
    ModelBuildingRequest request =
        new DefaultModelBuildingRequest()
            .setPomFile(new File("pom.xml").getAbsoluteFile())
            .setSystemProperties(properties)
            .setUserProperties(user)
            .setActiveProfileIds(Arrays.asList(profiles));
    try {
      return new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
    } catch (ModelBuildingException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code artifact:version[:classifier]} of ND4J's backend and of CUDA. */
  private static List<String> natives(Model pom) {
    return found(pom, artifact -> artifact.startsWith("nd4j-") || artifact.equals("cuda"));
  }

  private static List<String> found(Model pom, Predicate<String> artifact) {
    List<String> found = new ArrayList<>();
    for (Dependency dependency : pom.getDependencies()) {
      if (artifact.test(dependency.getArtifactId())) {
        String classifier =
            dependency.getClassifier() == null ? "" : ":" + dependency.getClassifier();
        found.add(dependency.getArtifactId() + ":" + dependency.getVersion() + classifier);
      }
    }
    return found;
  }

  @Test
  void thereAreTheseProfilesAndNoOthers() {
    assertThat(effectivePom(LINUX).getProfiles())
        .extracting(Profile::getId)
        .containsExactlyInAnyOrder(
            "formatter-for-java-21",
            "slow",
            "release",
            "spark",
            "linux-x86_64",
            "linux-arm64",
            "windows-x86_64",
            "macosx-x86_64",
            "macosx-arm64",
            "cuda",
            "cuda-12");
  }

  /** JavaCPP warns of each library that was made for another version of it. */
  @ParameterizedTest
  @CsvSource({
    "Mac OS X aarch64,slow,1.5.12,0.3.30-1.5.12,macosx-arm64",
    "Linux amd64,cuda,1.5.7,0.3.19-1.5.7,linux-x86_64",
    "Linux amd64,cuda-12,1.5.11,0.3.28-1.5.11,linux-x86_64"
  })
  void openBlasIsMadeForTheVersionOfJavaCpp(
      String system, String profile, String javacpp, String openblas, String platform) {
    assertThat(
            found(
                effectivePom(system, profile),
                artifact -> artifact.equals("javacpp") || artifact.equals("openblas")))
        .containsExactly(
            "javacpp:" + javacpp,
            "javacpp:" + javacpp + ":" + platform,
            "openblas:" + openblas,
            "openblas:" + openblas + ":" + platform);
  }

  /**
   * A managed version holds for this build alone; a dependency reaches the programs that embed it.
   */
  @ParameterizedTest
  @CsvSource({"commons-compress", "commons-lang3", "commons-io", "imageio-jpeg"})
  void mendedLibrariesAreDependencies(String artifact) {
    assertThat(effectivePom(LINUX).getDependencies())
        .filteredOn(dependency -> dependency.getArtifactId().equals(artifact))
        .singleElement()
        .matches(dependency -> !dependency.isOptional())
        .extracting(Dependency::getScope)
        .isIn("compile", "runtime");
  }

  @ParameterizedTest
  @CsvSource({"slow,true", "spark,true", "cuda,false", "cuda-12,false"})
  void onlyABuildForAGpuMayNotRunWhereItIsMade(String profile, String runs) {
    assertThat(effectivePom(LINUX, profile).getProperties())
        .containsEntry("program.runs.here", runs);
  }

  @Test
  void everyPluginIsOfAVersionOfItsOwn() {
    assertThat(effectivePom(LINUX, "spark", "release").getBuild().getPlugins())
        .extracting(Plugin::getVersion)
        .doesNotContainNull();
  }

  @ParameterizedTest
  @CsvSource({"slow,/lib", "spark,/lib /spark/lib /spark/jars"})
  void foldersOfJarsAreEmptiedBeforeTheyAreFilled(String profile, String folders) {
    Plugin clean =
        effectivePom(LINUX, profile)
            .getBuild()
            .getPluginsAsMap()
            .get("org.apache.maven.plugins:maven-clean-plugin");
    PluginExecution oldJars = clean.getExecutionsAsMap().get("old-jars");
    assertThat(oldJars.getPhase()).isEqualTo("prepare-package");
    assertThat(
            Pattern.compile("target(/\\S*)</directory>")
                .matcher(oldJars.getConfiguration().toString())
                .results()
                .map(result -> result.group(1)))
        .containsExactly(folders.split(" "));
  }

  @Test
  void slowTestsRunWithSlowAlone() {
    Properties slow = new Properties();
    slow.setProperty("slow", "true");
    assertThat(effectivePom(LINUX).getProperties()).containsEntry("excludedGroups", "slow");
    assertThat(effectivePom(LINUX, slow).getProperties()).containsEntry("excludedGroups", "");
  }

  @Nested
  class WithoutAProfile {

    @ParameterizedTest
    @CsvSource({
      "Linux amd64,linux-x86_64-onednn-avx2",
      "Linux aarch64,linux-arm64",
      "Windows 11 amd64,windows-x86_64-onednn-avx2",
      "Mac OS X x86_64,macosx-x86_64-onednn-avx2",
      "Mac OS X aarch64,macosx-arm64"
    })
    void theBackendIsTheCpuWithTheNativesOfThisSystemAlone(String system, String classifier) {
      assertThat(natives(effectivePom(system)))
          .containsExactly("nd4j-native:1.0.0-M2.1", "nd4j-native:1.0.0-M2.1:" + classifier);
    }

    @Test
    void anOlderProcessorIsServedByAnEmptyExtension() {
      Properties user = new Properties();
      user.setProperty("host.cpu.extension", "");
      assertThat(natives(effectivePom(LINUX, user)))
          .containsExactly("nd4j-native:1.0.0-M2.1", "nd4j-native:1.0.0-M2.1:linux-x86_64");
    }

    @Test
    void everythingComesFromMavenCentral() {
      assertThat(effectivePom(LINUX).getRepositories())
          .extracting(Repository::getId)
          .containsExactly("central");
    }
  }

  @Nested
  class WithCuda {

    @ParameterizedTest
    @CsvSource({"Linux amd64,linux-x86_64", "Windows 11 amd64,windows-x86_64"})
    void theBackendIsCuda116WithCudaItselfAndNoCpuBackend(String system, String platform) {
      assertThat(natives(effectivePom(system, "cuda")))
          .containsExactly(
              "nd4j-cuda-11.6:1.0.0-M2.1",
              "nd4j-cuda-11.6:1.0.0-M2.1:%s-cudnn".formatted(platform),
              "cuda:11.6-8.3-1.5.7:%s-redist".formatted(platform));
    }

    @Test
    void everythingComesFromMavenCentral() {
      assertThat(effectivePom(LINUX, "cuda").getRepositories())
          .extracting(Repository::getId)
          .containsExactly("central");
    }
  }

  @Nested
  class WithCuda12 {

    @ParameterizedTest
    @CsvSource({"Linux amd64,linux-x86_64", "Windows 11 amd64,windows-x86_64"})
    void theBackendIsTheSnapshotLinesWithItsCuda(String system, String platform) {
      assertThat(natives(effectivePom(system, "cuda-12")))
          .containsExactly(
              "nd4j-cuda-12.6:1.0.0-SNAPSHOT",
              "nd4j-cuda-12.6:1.0.0-SNAPSHOT:%s-cudnn".formatted(platform),
              "cuda:12.6-9.5-1.5.11:%s-redist".formatted(platform));
    }

    @Test
    void theVersionsAreProperties() {
      Properties user = new Properties();
      user.setProperty("dl4j.version", "1.0.0-rewrite");
      user.setProperty("cuda.version", "12.1");
      user.setProperty("cuda.redist.version", "12.1-8.9-1.5.9");
      assertThat(natives(effectivePom(LINUX, user, "cuda-12")))
          .containsExactly(
              "nd4j-cuda-12.1:1.0.0-rewrite",
              "nd4j-cuda-12.1:1.0.0-rewrite:linux-x86_64-cudnn",
              "cuda:12.1-8.9-1.5.9:linux-x86_64-redist");
    }

    @Test
    void everyPartOfDl4jIsOfTheSameLineAndGroup() {
      assertThat(effectivePom(LINUX, "cuda-12").getDependencies())
          .filteredOn(dependency -> dependency.getGroupId().equals("org.eclipse.deeplearning4j"))
          .allMatch(dependency -> dependency.getVersion().equals("1.0.0-SNAPSHOT"))
          .extracting(Dependency::getArtifactId)
          .containsExactly(
              "deeplearning4j-nn",
              "datavec-api",
              "nd4j-cuda-12.6",
              "nd4j-cuda-12.6",
              "deeplearning4j-datasets");
    }

    @Test
    void noPartOfTheReleasedDl4jIsLeft() {
      assertThat(effectivePom(LINUX, "cuda-12").getDependencies())
          .extracting(Dependency::getGroupId)
          .doesNotContain("org.deeplearning4j", "org.datavec", "org.nd4j");
    }

    @Test
    void theHelpersThatItsDl4jDoesNotKnowAreNotCompiled() {
      Plugin compiler =
          effectivePom(LINUX, "cuda-12")
              .getBuild()
              .getPluginsAsMap()
              .get("org.apache.maven.plugins:maven-compiler-plugin");
      assertThat(compiler.getConfiguration().toString())
          .contains("<exclude>org/deeplearning4j/cuda/**</exclude>");
    }

    @Test
    void itsOwnBackendDoesNotComeTwice() {
      assertThat(effectivePom(LINUX, "cuda-12").getDependencies())
          .filteredOn(dependency -> dependency.getArtifactId().startsWith("nd4j-"))
          .allSatisfy(
              backend ->
                  assertThat(backend.getExclusions())
                      .singleElement()
                      .extracting(Exclusion::getGroupId, Exclusion::getArtifactId)
                      .containsExactly("org.eclipse.deeplearning4j", "nd4j-cuda-12.6"));
    }

    @Test
    void theSnapshotsComeFromTheirOwnRepositoryAndNothingElseDoes() {
      assertThat(effectivePom(LINUX, "cuda-12").getRepositories())
          .filteredOn(repository -> !repository.getId().equals("central"))
          .singleElement()
          .satisfies(
              repository -> {
                assertThat(repository.getId()).isEqualTo("deeplearning4j-snapshots");
                assertThat(repository.getUrl()).startsWith("https://");
                assertThat(repository.getReleases().isEnabled()).isFalse();
                assertThat(repository.getSnapshots().isEnabled()).isTrue();
              });
    }
  }

  @Nested
  class InEveryProfile {

    @ParameterizedTest
    @CsvSource({"formatter-for-java-21", "cuda", "cuda-12"})
    void dl4jBringsNoNativesOfItsOwn(String profile) {
      assertThat(effectivePom(LINUX, profile).getDependencies())
          .filteredOn(dependency -> dependency.getArtifactId().startsWith("deeplearning4j-"))
          .extracting(dependency -> dependency.getArtifactId() + ":" + dependency.getScope())
          .containsExactly("deeplearning4j-nn:compile", "deeplearning4j-datasets:test");
    }
  }
}
