package mnist4j.spark;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** What the driver reads itself, from any file system that Hadoop knows. */
final class HadoopFiles {

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:/.*");

  /** What a read does with a local path. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Path local) throws IOException;
  }

  private HadoopFiles() {}

  /** Whether a path begins with a scheme, such as {@code hdfs:}. */
  static boolean hasScheme(String path) {
    return SCHEME.matcher(path).matches();
  }

  /**
   * Reads a file or directory, after copying it to this machine if its path has a scheme, such as
   * {@code hdfs:} or {@code s3a:}.
   *
   * @throws TrainingException if it cannot be copied
   * @throws IOException if it cannot be read
   */
  static <T> T read(String path, Reader<T> reader) throws IOException {
    if (!hasScheme(path)) {
      return reader.read(Path.of(path));
    }
    Path directory = Files.createTempDirectory("mnist4j-");
    try {
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(path);
      Path local = directory.resolve(remote.getName());
      try {
        system(remote, settings())
            .copyToLocalFile(false, remote, new org.apache.hadoop.fs.Path(local.toString()), true);
      } catch (IOException e) {
        throw unreachable(path, e);
      }
      return reader.read(local);
    } finally {
      delete(directory);
    }
  }

  /**
   * A path from the command line.
   *
   * @param option what the user calls it
   * @throws SettingsException if it is none; Hadoop takes what stands before a colon for a scheme
   */
  static org.apache.hadoop.fs.Path path(String option, String text) {
    try {
      return new org.apache.hadoop.fs.Path(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          option,
          "'%s'".formatted(text),
          "a path of Hadoop's; write ./ before a name with a colon in it");
    }
  }

  /** Hadoop's settings, with those that {@code spark-submit} was given as spark.hadoop. */
  static Configuration settings() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * The file system of a path.
   *
   * @throws TrainingException if there is none for its scheme, or it does not answer
   */
  static FileSystem system(org.apache.hadoop.fs.Path path, Configuration settings) {
    try {
      return path.getFileSystem(settings);
    } catch (IOException | RuntimeException e) {
      // Without its jars, s3a: is no IOException.
      throw unreachable(path.toString(), e);
    }
  }

  /**
   * A path for comparisons: absolute and, where a file system has a service, with the address of
   * that, since {@code hdfs://host} and {@code hdfs://host:8020} are one.
   *
   * @throws TrainingException if there is no file system for its scheme, or it does not answer
   */
  static org.apache.hadoop.fs.Path place(org.apache.hadoop.fs.Path path, Configuration settings) {
    FileSystem system = system(path, settings);
    org.apache.hadoop.fs.Path absolute = system.makeQualified(path);
    try {
      String service = system.getCanonicalServiceName();
      return service == null
          ? absolute
          : new org.apache.hadoop.fs.Path(system.getScheme(), service, absolute.toUri().getPath());
    } catch (RuntimeException e) {
      // A bucket's name need be no host's.
      return absolute;
    }
  }

  /** A failure of Hadoop as one line. */
  static TrainingException unreachable(String path, Exception e) {
    return new TrainingException(
        "%s cannot be reached: %s"
            .formatted(path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
