package mnist4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicenseTest {

  /** Other libraries have files of these names, too, so the place is asked, not the class path. */
  @ParameterizedTest
  @ValueSource(strings = {"LICENSE", "NOTICE"})
  void travelsWithTheProgram(String name) throws Exception {
    URL program = DigitClassifier.class.getProtectionDomain().getCodeSource().getLocation();
    try (InputStream packed = new URL(program, "META-INF/" + name).openStream()) {
      assertThat(packed.readAllBytes()).isEqualTo(Files.readAllBytes(Path.of(name)));
    }
  }
}
