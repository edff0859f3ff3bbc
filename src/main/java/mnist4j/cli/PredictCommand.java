package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mnist4j.charts.PredictionSheet;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.Classification;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.report.PngFile;
import mnist4j.report.Table;
import mnist4j.training.Classifier;
import mnist4j.training.OutlierDetector;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code predict RECIPE-or-ZIP IMAGE-or-DIR...}. */
@Command(name = "predict", description = "Classifies pictures of digits.")
final class PredictCommand implements Callable<Integer> {

  private static final String NO_DIGIT = "not clearly a digit";

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE-or-ZIP",
      description =
          "A recipe, as trained before or otherwise as shipped with the program, or a saved DL4J network.")
  private String model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE-or-DIR",
      description =
          "PNG, JPEG, GIF or BMP files of one digit each, dark on light or light on dark, or directories of such files.")
  private List<Path> inputs;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Writes a row per picture, with all outputs of the network or why it has none, into a CSV file.")
  private Path csv;

  @Option(
      names = "--show",
      paramLabel = "FILE",
      description =
          "Draws each picture, the network's input and its outputs as bars into a PNG file, at most the first "
              + PredictionSheet.MOST_ROWS
              + ".")
  private Path sheet;

  @Override
  public Integer call() throws IOException {
    List<Path> files = files();
    expectAnotherFile("--csv", csv, files);
    expectAnotherFile("--show", sheet, files);
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    Classifier classifier = new Classifier(named.model(), named.classNames());
    describe(named, classifier);
    boolean judged = OutlierDetector.knowsImagesOf(named.model());
    List<PredictionSheet.Row> rows = new ArrayList<>();
    List<List<?>> records = new ArrayList<>();
    int classified = 0;
    try (ProgressDisplay.Pictures progress =
        ProgressDisplay.on(spec.commandLine().getErr()).pictures(files.size())) {
      for (Path file : files) {
        try {
          DigitPicture picture = DigitPicture.read(file);
          LabelledImages input = NamedModel.input(picture, named.model());
          Classification found = classifier.classify(input.features());
          String doubt =
              judged && OutlierDetector.isOutlier(input.features().toFloatVector()) ? NO_DIGIT : "";
          classified++;
          if (picture.onBlack()) {
            spec.commandLine().getErr().print(progress.erased());
            root.warn(
                "%s is light on a transparent background, which is taken for black"
                    .formatted(onOneLine(file)));
          }
          out().println(progress.erased() + line(file, found, doubt));
          records.add(record(file, found, doubt));
          if (sheet != null && rows.size() < PredictionSheet.MOST_ROWS) {
            rows.add(row(picture, input, found));
          }
        } catch (PictureException e) {
          spec.commandLine().getErr().print(progress.erased());
          Failures.run(e, spec.commandLine(), root.debug());
          records.add(record(file, classifier, e));
        }
        progress.pictureDone();
      }
    }
    if (csv != null) {
      new Table(headings(classifier), 1, records).write(csv);
      out().println("written to " + csv);
    }
    if (!rows.isEmpty()) {
      PngFile.write(sheet, new PredictionSheet(rows, classified));
      out().println("drawn in " + sheet);
    }
    return classified == files.size() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path input : inputs) {
      if (!Files.isDirectory(input)) {
        files.add(input);
        continue;
      }
      List<Path> found = PictureFiles.under(input);
      if (found.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "IMAGE-or-DIR: found no picture in %s, expected files such as 7.png or 7.jpg"
                .formatted(input));
      }
      files.addAll(found);
    }
    return files;
  }

  private void expectAnotherFile(String option, Path target, List<Path> files) {
    if (target == null) {
      return;
    }
    Path absolute = target.toAbsolutePath().normalize();
    if (files.stream().anyMatch(file -> file.toAbsolutePath().normalize().equals(absolute))) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: found %s, which is one of the images; name another file".formatted(option, target));
    }
    if (Files.isDirectory(target)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: found %s, which is a directory; name a file".formatted(option, target));
    }
  }

  private void describe(NamedModel named, Classifier classifier) throws IOException {
    out().println(named.origin());
    List<String> names = classifier.classNames();
    if (named.classNames().isEmpty()) {
      out().println("Its file does not name its classes: the labels number its outputs, from 0.");
    }
    if (names.size() == 2) {
      out().printf("It distinguishes only %s and %s.%n", names.get(0), names.get(1));
    }
    if (!named.model().preparedAsMnist()) {
      out()
          .printf(
              "It takes pictures of %s pixels as they are, light on dark.%n",
              named.model().imageSize());
    }
    if (!classifier.isProbable()) {
      out().println("Its outputs are no probabilities; the highest one decides.");
    }
  }

  private static String line(Path file, Classification found, String doubt) {
    int first = found.ranked(0);
    int second = found.ranked(1);
    return String.format(
        Locale.ROOT,
        "%s: %s, %s %.4f; runner-up %s, %.4f%s",
        onOneLine(file),
        found.classNames().get(first),
        output(found.probabilities()),
        found.outputs().get(first),
        found.classNames().get(second),
        found.outputs().get(second),
        doubt.isEmpty() ? "" : "; " + doubt);
  }

  /** A file's name may hold line ends and commands to the terminal. */
  private static String onOneLine(Path file) {
    return file.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private static String output(boolean probability) {
    return probability ? "probability" : "output";
  }

  private static List<String> headings(Classifier classifier) {
    String output = output(classifier.isProbable());
    List<String> headings =
        new ArrayList<>(List.of("path", "label", output, "runner_up", "runner_up_" + output));
    headings.addAll(classifier.classNames());
    headings.add("warning");
    headings.add("error");
    return headings;
  }

  private static List<Object> record(Path file, Classification found, String doubt) {
    int first = found.ranked(0);
    int second = found.ranked(1);
    List<Object> cells = new ArrayList<>();
    cells.add(file);
    cells.add(found.classNames().get(first));
    cells.add(found.outputs().get(first));
    cells.add(found.classNames().get(second));
    cells.add(found.outputs().get(second));
    cells.addAll(found.outputs());
    cells.add(doubt);
    cells.add("");
    return cells;
  }

  private static List<Object> record(Path file, Classifier classifier, PictureException failure) {
    List<Object> cells = new ArrayList<>();
    cells.add(file);
    cells.addAll(Collections.nCopies(5 + classifier.classNames().size(), ""));
    cells.add(failure.getMessage());
    return cells;
  }

  private static PredictionSheet.Row row(
      DigitPicture picture, LabelledImages input, Classification found) {
    return new PredictionSheet.Row(
        picture.name(),
        picture.scaledDown(PredictionSheet.MOST_PIXELS),
        input.toBufferedImages().get(0),
        found);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
