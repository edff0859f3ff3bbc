package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import mnist4j.charts.Caption;
import mnist4j.charts.ClassCountChart;
import mnist4j.charts.ImageGrid;
import mnist4j.data.DataException;
import mnist4j.data.DataExport;
import mnist4j.data.DataStatistics;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.data.MnistCache;
import mnist4j.data.MnistFile;
import mnist4j.report.PngFile;
import mnist4j.report.Table;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code data fetch|verify|info|export|show}. */
@Command(
    name = "data",
    description = "Fetches, verifies, describes, exports and shows the data set.")
final class DataCommand {

  private static final int MAX_SHOWN = 100;

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Command(name = "fetch", description = "Downloads MNIST into the cache and verifies it.")
  int fetch() {
    if (root.data().areGiven()) {
      throw new ParameterException(
          spec.subcommands().get("fetch"),
          "--data: MNIST is downloaded into the cache, nowhere else; leave the option out");
    }
    MnistCache cache = root.data().cache();
    cache.fetch(ProgressDisplay.on(spec.commandLine().getErr()).transfer());
    out().printf("MNIST is verified and in %s%n", cache.directory());
    return 0;
  }

  @Command(
      name = "verify",
      description = "Verifies the SHA-256 of the cached files, or reads all of --data.")
  int verify() {
    if (root.data().areGiven()) {
      out().println("classes: " + String.join(", ", root.data().images().classNames()));
      return 0;
    }
    MnistCache cache = root.data().cache();
    boolean verified = true;
    for (MnistFile file : MnistFile.values()) {
      MnistCache.State state = cache.state(file);
      verified &= state == MnistCache.State.VERIFIED;
      out().printf("%-24s %s%n", file.fileName(), state.toString().toLowerCase(Locale.ROOT));
    }
    if (!verified) {
      throw new DataException(
          "%s does not hold all of MNIST; run \"data fetch\"".formatted(cache.directory()));
    }
    return 0;
  }

  @Command(
      name = "info",
      description = "Describes the data set and draws its images per class as classes.png.")
  int info(
      @Parameters(
              paramLabel = "PATH",
              arity = "0..1",
              description = "The data set, as --data names it. Default: MNIST.")
          Path path)
      throws IOException {
    ImageData data = root.data().images(path);
    DataStatistics statistics = DataStatistics.of(data);
    int[] train = data.train().counts(data.classNames().size());
    int[] test = data.test().counts(data.classNames().size());
    if (root.data().areGiven()) {
      // What was read from a path is counted in the line before.
      line("name: %s", data.name());
    } else {
      line(
          "%s: %,d training and %,d test images of %s, %d classes",
          data.name(),
          data.train().size(),
          data.test().size(),
          data.imageSize(),
          data.classNames().size());
    }
    line("prepared as MNIST: %s", data.preparedAsMnist() ? "yes" : "no");
    line(
        "training pixels: mean %.4f, standard deviation %.4f (0 to 1)",
        statistics.mean(), statistics.standardDeviation());
    line(
        "duplicates: %,d test images are also training images, %,d of them with another label; %,d training and %,d test images repeat an earlier one",
        statistics.testInTraining(),
        statistics.labelledOtherwise(),
        statistics.repeatedInTraining(),
        statistics.repeatedInTest());
    line("SHA-256 of all pixels and labels: %s", data.sha256());
    counts(data.classNames(), train, test).lines().forEach(out()::println);
    Path file = root.out().resolve("classes.png");
    PngFile.replaceOwn(
        file,
        new ClassCountChart(data.name() + ": images per class", data.classNames(), train, test));
    line("drawn in %s", file);
    return 0;
  }

  private static Table counts(List<String> classNames, int[] train, int[] test) {
    return new Table(
        List.of("class", "training images", "test images"),
        1,
        IntStream.range(0, train.length)
            .mapToObj(i -> List.of(classNames.get(i), train[i], test[i]))
            .toList());
  }

  private void line(String format, Object... values) {
    out().println(String.format(Locale.ROOT, format, values));
  }

  /** The form to write, and where. */
  static final class ExportTarget {
    @Option(
        names = "--idx",
        paramLabel = "DIR",
        description = "Writes MNIST's four files, uncompressed.")
    private Path idx;

    @Option(
        names = "--npy",
        paramLabel = "DIR",
        description = "Writes x_train, y_train, x_test and y_test as .npy files.")
    private Path npy;

    @Option(
        names = "--npz",
        paramLabel = "DIR",
        description = "Writes the same arrays as one archive, such as mnist.npz.")
    private Path npz;

    @Option(
        names = "--png",
        paramLabel = "DIR",
        description = "Writes pictures to train/CLASS and test/CLASS.")
    private Path png;

    List<Path> write(ImageData data, Runnable step) throws IOException {
      if (idx != null) {
        return DataExport.IDX.write(data, idx, step);
      }
      if (npy != null) {
        return DataExport.NPY.write(data, npy, step);
      }
      return npz != null
          ? DataExport.NPZ.write(data, npz, step)
          : DataExport.PNG.write(data, png, step);
    }
  }

  @Command(name = "export", description = "Writes the data set in a form that --data reads.")
  int export(@ArgGroup(multiplicity = "1") ExportTarget target) throws IOException {
    try (Interruption interruption = new Interruption(spec, "start again with")) {
      target
          .write(root.data().images(), interruption::check)
          .forEach(file -> out().println("written " + file));
      return 0;
    }
  }

  @Command(name = "show", description = "Draws training images as digits.png.")
  int show(
      @Parameters(
              paramLabel = "INDEX",
              arity = "0..*",
              description = "Positions in the training set, from 0.")
          List<String> named,
      @Option(names = "--random", paramLabel = "N", description = "Draws N random images instead.")
          Integer random)
      throws IOException {
    CommandLine show = spec.subcommands().get("show");
    expectFew(show, named, random);
    ImageData data = root.data().images();
    LabelledImages images = data.train();
    int[] positions =
        random == null
            ? named.stream().mapToInt(text -> position(show, text, images.size())).toArray()
            : new Random().ints(random, 0, images.size()).toArray();
    Path file = root.out().resolve("digits.png");
    PngFile.replaceOwn(
        file, grid(data.name() + " training images", images, positions, data.classNames()));
    for (int position : positions) {
      out()
          .printf(
              "training image %d: %s%n", position, data.classNames().get(images.label(position)));
    }
    out().println("drawn in " + file);
    return 0;
  }

  /** Converted here because picocli reports one wrong number among several as unmatched. */
  private static int position(CommandLine show, String text, int images) {
    try {
      return Objects.checkIndex(Integer.parseInt(text), images);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new ParameterException(
          show, "INDEX: found %s, expected 0 to %d".formatted(text, images - 1));
    }
  }

  private static void expectFew(CommandLine show, List<String> named, Integer random) {
    if ((named == null) == (random == null)) {
      throw new ParameterException(show, "expected either INDEX... or --random N");
    }
    if (named != null && named.size() > MAX_SHOWN) {
      throw new ParameterException(
          show, "INDEX: found %d of them, expected at most %d".formatted(named.size(), MAX_SHOWN));
    }
    if (random != null && (random < 1 || random > MAX_SHOWN)) {
      throw new ParameterException(
          show, "--random: found %d, expected 1 to %d".formatted(random, MAX_SHOWN));
    }
  }

  /** The images at the given positions with their class and position, five to a row. */
  static ImageGrid grid(
      String title, LabelledImages images, int[] positions, List<String> classNames) {
    return new ImageGrid(
        title,
        "",
        images.select(positions).toBufferedImages(),
        Arrays.stream(positions)
            .mapToObj(
                position ->
                    Caption.plain(
                        classNames.get(images.label(position)), "(image %d)".formatted(position)))
            .toList(),
        5);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
