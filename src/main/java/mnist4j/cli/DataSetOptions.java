package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.charts.ChartException;
import mnist4j.charts.Fonts;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.MnistCache;
import mnist4j.data.ReadData;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that name a data set and say how it is read; without them it is MNIST. */
public final class DataSetOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec program;

  @Option(
      names = {"--data", "--data-dir"},
      scope = ScopeType.INHERIT,
      paramLabel = "PATH",
      description =
          "Data set: a directory of four IDX files, NumPy arrays or CSV files, a .npz or .csv file, or a folder of pictures per class. Default: MNIST from the cache.")
  private Path data;

  @Option(
      names = "--split",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "With --data: which of several data sets in one directory.")
  private String split;

  @Option(
      names = "--transpose",
      scope = ScopeType.INHERIT,
      description = "With --data: swaps rows and columns of every image, as EMNIST needs.")
  private boolean transpose;

  @Option(
      names = "--no-prepare",
      scope = ScopeType.INHERIT,
      description =
          "With --data and pictures: takes them as they are, all of one size. Otherwise those that are not 28 x 28 are prepared as predict does.")
  private boolean asIs;

  @Option(
      names = "--skip-bad",
      scope = ScopeType.INHERIT,
      description = "With --data and pictures: leaves out files that are no usable pictures.")
  private boolean skipBad;

  /** Whether {@code --data} is given, or a command has named a path instead. */
  boolean areGiven() {
    return data != null;
  }

  /** The data set in {@code --data}, or MNIST from the cache, downloaded if necessary. */
  ImageData images() {
    if (data == null) {
      return download(cache());
    }
    ImageData images = read();
    warnOfUnreadable(images.classNames());
    return images;
  }

  /**
   * Without {@code --data}, the images that ship with the program if those suffice.
   *
   * @throws ParameterException if an option says how another data set is read
   */
  public ImageData images(boolean bundledSuffice) {
    if (!bundledSuffice || data != null) {
      return images();
    }
    expectNoWayToRead();
    return ImageData.bundled();
  }

  /**
   * The data set at a path, or that of {@link #images()} if the path is null.
   *
   * @throws ParameterException if {@code --data} names another one
   */
  ImageData images(Path path) {
    if (path != null && data != null) {
      throw new ParameterException(
          program.commandLine(), "--data: found %s beside %s, expected one".formatted(data, path));
    }
    data = path == null ? data : path;
    return images();
  }

  /** The data set of a run by its {@link #arguments()}. */
  public ImageData images(List<String> arguments) {
    Mnist4jCommand other = new Mnist4jCommand();
    new CommandLine(other)
        .setExpandAtFiles(false)
        .setOut(program.commandLine().getOut())
        .setErr(program.commandLine().getErr())
        .parseArgs(arguments.toArray(String[]::new));
    return other.data().images();
  }

  /** The options that name the data set, its path absolute; none for MNIST. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (data != null) {
      arguments.addAll(List.of("--data", data.toAbsolutePath().normalize().toString()));
      if (split != null) {
        arguments.addAll(List.of("--split", split));
      }
      if (transpose) {
        arguments.add("--transpose");
      }
      if (asIs) {
        arguments.add("--no-prepare");
      }
      if (skipBad) {
        arguments.add("--skip-bad");
      }
    }
    return arguments;
  }

  /**
   * Where MNIST is kept.
   *
   * @throws ParameterException if an option says how another data set is read
   */
  MnistCache cache() {
    expectNoWayToRead();
    return MnistCache.standard();
  }

  /**
   * For a command that reads no data set, which every command may be given.
   *
   * @param command as it is called
   * @throws ParameterException if an option says how one is read that is not named either
   */
  public void warnThatNoneIsRead(String command) {
    if (data == null) {
      expectNoWayToRead();
    } else {
      Failures.warn(program, "--data: %s reads no data set".formatted(command));
    }
  }

  /** Called where {@code --data} is not given. */
  void expectNoWayToRead() {
    if (!options().equals(DataOptions.DEFAULT)) {
      throw new ParameterException(
          program.commandLine(),
          "--split, --transpose, --no-prepare and --skip-bad say how --data is read; name it too");
    }
  }

  /** MNIST from the cache, or downloaded into it. */
  ImageData download(MnistCache cache) {
    return cache.load(ProgressDisplay.on(program.commandLine().getErr()).transfer());
  }

  private DataOptions options() {
    return new DataOptions(Optional.ofNullable(split), transpose, !asIs, skipBad);
  }

  private ImageData read() {
    ReadData read = DataSource.read(data, options());
    program.commandLine().getOut().println(read.summary());
    read.warnings().forEach(warning -> Failures.warn(program, warning));
    return read.images();
  }

  private void warnOfUnreadable(List<String> classNames) {
    try {
      List<String> unreadable = Fonts.unreadable(classNames);
      if (!unreadable.isEmpty()) {
        Failures.warn(
            program,
            "no font here can draw the class name%s %s, so charts show boxes; install one (Debian, Ubuntu: apt-get install %s)"
                .formatted(
                    unreadable.size() == 1 ? "" : "s",
                    String.join(", ", unreadable.subList(0, Math.min(5, unreadable.size()))),
                    Fonts.fontFor(unreadable.get(0))));
      }
    } catch (ChartException e) {
      // Without any font, whoever draws a chart says so.
    }
  }
}
