package mnist4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the program: its number, then its commit and build date. */
public final class Version implements IVersionProvider {

  /** The number and the commit, without the day of the build, which changes nothing. */
  public static String number() throws IOException {
    return String.join(", ", new Version().getVersion()).replaceFirst(", built .*", "");
  }

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
  }
}
