package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {

  private static void assertNoMaster(String url) {
    TrainingException refused =
        catchThrowableOfType(
            TrainingException.class, () -> Cluster.requireMaster(url, new SparkConf()));
    assertThat(refused)
        .hasMessage(
            "--master: no Spark master answers at %s; start one, or name another as spark://HOST:7077",
            url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark://127.0.0.1:1",
        "spark://127.0.0.1:1,127.0.0.1:2",
        "spark://host.invalid:7077",
        "spark://127.0.0.1",
        "spark://127.0.0.1:port"
      })
  void findsNoMasterWhereNothingAnswers(String url) {
    assertNoMaster(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "local[0]", "local[]", "local[two]", "local[2", "spark://"})
  void knowsWhatNoMasterIsCalled(String url) {
    assertThat(catchThrowableOfType(SettingsException.class, () -> Cluster.start(url)))
        .hasMessage(
            "--master: found '%s', expected spark://HOST:7077, yarn, k8s://URL or local[N]", url);
  }

  @Test
  void findsNoMasterBehindAPortThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertNoMaster("spark://127.0.0.1:" + silent.getLocalPort());
    }
  }
}
