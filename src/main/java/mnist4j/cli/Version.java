package mnist4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the program: its number, then its commit and build date. */
public final class Version implements IVersionProvider {

  private static final int DIGITS = 12;

  /** The number and the commit, without the day of the build, which changes nothing. */
  public static String number() throws IOException {
    return String.join(", ", new Version().getVersion()).replaceFirst(", built .*", "");
  }

  /** Identifies the code: the number and, where no commit does, a digest of the classes. */
  public static String ofCode() throws IOException {
    try {
      return ofCode(
          number(),
          Path.of(Version.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /**
   * @param program a jar or a directory of classes
   */
  static String ofCode(String number, Path program) throws IOException {
    if (number.matches(".*, commit [0-9a-f]+")) {
      return number;
    }
    if (Files.isDirectory(program)) {
      return number + ", classes " + digest(program);
    }
    try (FileSystem jar = FileSystems.newFileSystem(program)) {
      return number + ", classes " + digest(jar.getPath("/"));
    }
  }

  private static String digest(Path root) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes = files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (Path file : classes) {
      DigestUtils.updateDigest(digest, file);
    }
    return Hex.encodeHexString(digest.digest()).substring(0, DIGITS);
  }

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
  }
}
