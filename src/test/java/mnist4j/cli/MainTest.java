package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @AfterEach
  void forgetTheConsole() {
    System.clearProperty("jdk.console");
  }

  @Test
  void theConsoleIsThePlainOneUnlessAnotherIsChosen() {
    System.clearProperty("jdk.console");
    Main.usePlainConsole();
    assertThat(System.getProperty("jdk.console")).isEqualTo("java.base");
    System.setProperty("jdk.console", "jdk.internal.le");
    Main.usePlainConsole();
    assertThat(System.getProperty("jdk.console")).isEqualTo("jdk.internal.le");
  }

  @Test
  void sparksCommandsAreThoseBehindItsName() {
    assertThat(Main.isSpark(List.of("spark", "train", "cnn"))).isTrue();
  }

  /** Where it were one, Java objects would be read. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "evaluate x.zip --out spark", "--out spark evaluate x.zip", "predict spark"})
  void aFileOrDirectoryOfThatNameIsNoCommand(String arguments) {
    assertThat(Main.isSpark(List.of(arguments.split(" ")))).isFalse();
  }
}
