package mnist4j;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a test starts a JVM of its own. */
public final class ChildJvm {

  /** This JVM's java, for programs that are started without mnist4j's flags. */
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String FLAGS = "@" + Path.of(".mvn", "jvm.config").toAbsolutePath();

  private ChildJvm() {}

  /**
   * A command with the program's flags and this JVM's class path.
   *
   * @param words further options, of which {@code -cp} replaces the class path, then the class and
   *     its arguments
   */
  public static List<String> command(String... words) {
    return Stream.concat(
            Stream.of(JAVA, FLAGS, "-cp", System.getProperty("java.class.path")), Stream.of(words))
        .toList();
  }

  /** The same for a shell, with each word in quotes. */
  public static String shellCommand(String... words) {
    return command(words).stream().map("'%s'"::formatted).collect(Collectors.joining(" "));
  }
}
