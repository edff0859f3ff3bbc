package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mnist4j.Bash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script in a place whose name has a space, with a Java and a Spark that print their words. */
@DisabledOnOs(OS.WINDOWS)
class SparkLauncherTest {

  @TempDir private Path directory;

  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(directory.toRealPath().resolve("its home"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(
        Path.of("src/spark/launcher/bin/mnist4j-spark"),
        home.resolve("bin/mnist4j-spark"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("lib"));
    for (String jar : List.of("mnist4j.jar", "nd4j.jar", "picocli.jar", "slf4j-api-2.jar")) {
      Files.createFile(home.resolve("lib").resolve(jar));
    }
    printing(directory.resolve("jdk/bin/java"));
    printing(directory.resolve("a spark/bin/spark-submit"));
  }

  private static void printing(Path program) throws IOException {
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\nprintf '%s|' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Bash run(String sparkHome, String arguments) throws Exception {
    return run(sparkHome, "", arguments);
  }

  private Bash run(String sparkHome, String options, String arguments) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", directory.resolve("jdk").toString());
    environment.put("MNIST4J_OPTS", options);
    if (!sparkHome.isEmpty()) {
      environment.put("SPARK_HOME", directory.resolve(sparkHome).toString());
    }
    return Bash.run(directory, environment, "'its home/bin/mnist4j-spark' " + arguments);
  }

  @Test
  void isValidShell() throws Exception {
    assertThat(run("", "").status()).isZero();
    String script = home.resolve("bin/mnist4j-spark").toString();
    assertThat(Bash.run(directory, Map.of("PATH", "/bin:/usr/bin"), "sh -n '%s'".formatted(script)))
        .isEqualTo(new Bash(0, ""));
  }

  @Test
  void startsJavaItselfWithoutSparkHome() throws Exception {
    assertThat(run("", "predict cnn 'my digits' --to out").output())
        .contains("|@%s/conf/java17.options|".formatted(home))
        .endsWith(
            "|-cp|%s/lib/*:%s/jars/*|mnist4j.cli.Main|spark|predict|cnn|my digits|--to|out|"
                .formatted(home, home));
  }

  @Test
  void findsItsJarsDespiteADirectoryOfThatNameOnCdpath() throws Exception {
    Files.createDirectories(directory.resolve("elsewhere/its home/bin"));
    String path = "CDPATH='%s' ".formatted(directory.resolve("elsewhere"));
    Map<String, String> environment =
        Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", directory.resolve("jdk").toString());
    assertThat(Bash.run(directory, environment, path + "'its home/bin/mnist4j-spark'").output())
        .contains("|-cp|%s/lib/*:".formatted(home));
  }

  @Test
  void submitsToTheMasterWithAllJarsThatSparkDoesNotHave() throws Exception {
    assertThat(run("a spark", "train cnn --master spark://host:7077").output())
        .startsWith("--master|spark://host:7077|--class|mnist4j.cli.Main|--jars|")
        .contains("|%s/lib/nd4j.jar,%s/lib/picocli.jar|".formatted(home, home))
        .contains("|spark.executorEnv.OMP_NUM_THREADS=1|")
        // Its space would part the option without the quotes.
        .contains(" -Dlog4j2.configurationFile=\"%s/conf/log4j2.properties\" ".formatted(home))
        .endsWith(
            "|%s/lib/mnist4j.jar|spark|train|cnn|--master|spark://host:7077|".formatted(home));
    assertThat(run("a spark", "train cnn --master=k8s://host").output())
        .startsWith("--master|k8s://host|");
    assertThat(run("a spark", "train cnn").output()).startsWith("--class|");
  }

  @Test
  void saysInOneLineThatThereIsNoSpark() throws Exception {
    assertThat(run("nowhere", "train cnn"))
        .isEqualTo(
            new Bash(
                1,
                "mnist4j: found no bin/spark-submit in SPARK_HOME '%s', expected a Spark 4 distribution\n"
                    .formatted(directory.resolve("nowhere"))));
  }

  @Test
  void saysInOneLineThatSparkSubmitSetsTheMemoryItself() throws Exception {
    assertThat(run("a spark", "-Dkey=value -Xmx4g", "train cnn"))
        .isEqualTo(
            new Bash(
                2,
                "mnist4j: MNIST4J_OPTS: found '-Dkey=value -Xmx4g', expected no -Xmx with SPARK_HOME; use SPARK_SUBMIT_OPTIONS='--driver-memory 4g'\n"));
    assertThat(run("a spark", "-Dkey=value", "train cnn").output()).contains(" -Dkey=value|");
    assertThat(run("", "-Xmx4g", "train cnn").output()).contains("|-Xmx4g|-cp|");
  }

  @Test
  void saysInOneLineThatNoMasterIsCalledSo() throws Exception {
    assertThat(run("a spark", "train cnn --master nonsense"))
        .isEqualTo(
            new Bash(
                2,
                "mnist4j: --master: found 'nonsense', expected spark://HOST:7077, yarn, k8s://URL or local[N]\n"));
    assertThat(run("a spark", "train cnn --master yarn"))
        .isEqualTo(
            new Bash(
                2,
                "mnist4j: --master: found yarn, expected the directory of its configuration in HADOOP_CONF_DIR\n"));
  }
}
