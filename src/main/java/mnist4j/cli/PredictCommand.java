package mnist4j.cli;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mnist4j.charts.Fonts;
import mnist4j.charts.PredictionSheet;
import mnist4j.data.AtomicFile;
import mnist4j.data.DataException;
import mnist4j.evaluation.Classification;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;
import mnist4j.report.PngFile;
import mnist4j.report.Table;
import mnist4j.training.Classifier;
import mnist4j.training.TrainingException;
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

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE-or-ZIP",
      completionCandidates = ReproduceCommand.Names.class,
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
      names = "--row",
      description =
          "Reads all digits of each picture, from left to right; the probability is the product of theirs.")
  private boolean row;

  @Option(
      names = "--show",
      paramLabel = "FILE",
      description =
          "Draws each picture with the digit that was found in it, the network's input and its outputs as bars into a PNG file, at most the first "
              + PredictionSheet.MAX_ROWS
              + ".")
  private Path sheet;

  @Override
  public Integer call() throws IOException {
    root.data().warnThatNoneIsRead(spec.name());
    List<Path> files = files();
    expectUsable("--csv", csv, files);
    expectUsable("--show", sheet, files);
    if (csv != null) {
      expectAnother("--show", sheet, List.of(csv), "the file of --csv");
    }
    PictureReadAhead pictures = new PictureReadAhead(files);
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    expectAnother("--csv", csv, List.of(named.zip()), "the network");
    expectAnother("--show", sheet, List.of(named.zip()), "the network");
    // What would keep a file from being written is found now, not after the last picture.
    for (Path target : new Path[] {csv, sheet}) {
      if (target != null) {
        AtomicFile.requireTarget(target);
      }
    }
    if (sheet != null) {
      Fonts.requireFonts();
    }
    Classifier classifier = new Classifier(named.model(), named.classNames());
    describe(named, classifier);
    if (row && !named.model().preparedAsMnist()) {
      throw new ParameterException(
          spec.commandLine(),
          "--row: found a network that takes pictures as they are, expected one of MNIST's digits;"
              + " leave --row out");
    }
    PictureReader reader = new PictureReader(named.model(), classifier, row);
    List<PredictionSheet.Row> rows = new ArrayList<>();
    List<List<?>> records = new ArrayList<>();
    int classified = 0;
    int digits = 0;
    try (ProgressDisplay.Pictures progress =
        ProgressDisplay.on(spec.commandLine().getErr()).pictures(files.size())) {
      for (Path file : files) {
        try {
          PictureReadAhead.Picture next = pictures.next();
          DigitPicture picture = next.decoded();
          PictureReader.Reading reading = reader.read(next);
          int left = PredictionSheet.MAX_ROWS - rows.size();
          if (sheet != null && left > 0) {
            rows.addAll(
                PictureReader.inMemory(picture.name(), () -> drawn(picture, reading, left)));
          }
          classified++;
          if (picture.onBlack()) {
            spec.commandLine().getErr().print(progress.erased());
            Failures.warn(
                spec,
                "%s is light on a transparent background, which is taken for black"
                    .formatted(DataException.onOneLine(file.toString())));
          }
          out().println(progress.erased() + line(file, reading));
          records.add(record(file, reading));
          digits += reading.found().size();
        } catch (PictureException | TrainingException e) {
          spec.commandLine().getErr().print(progress.erased());
          Failures.run(e, spec.commandLine(), root.debug());
          records.add(record(file, headings(classifier).size(), e));
        }
        progress.pictureDone();
      }
    }
    if (csv != null) {
      new Table(headings(classifier), 1, records).write(csv);
      out().println("written to " + csv);
    }
    if (!rows.isEmpty()) {
      PngFile.write(sheet, new PredictionSheet(rows, digits, row ? "digits" : "pictures"));
      out().println("drawn in " + sheet);
    } else if (sheet != null) {
      out().println("nothing is drawn in %s, since no picture was read".formatted(sheet));
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

  private void expectAnother(String option, Path target, List<Path> files, String what)
      throws IOException {
    if (target == null) {
      return;
    }
    for (Path file : files) {
      if (isSame(file, target)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s: found %s, which is %s; name another file".formatted(option, target, what));
      }
    }
  }

  /** A link to a file is the same as the file, which would be replaced through it. */
  private static boolean isSame(Path file, Path other) throws IOException {
    return Files.exists(file) && Files.exists(other)
        ? Files.isSameFile(file, other)
        : file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private void expectUsable(String option, Path target, List<Path> images) throws IOException {
    if (target == null) {
      return;
    }
    expectAnother(option, target, images, "one of the images");
    if (Files.isDirectory(target)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: found %s, which is a directory; name a file".formatted(option, target));
    }
    // The option's own file may have been forgotten: the first picture then stands in its place.
    if (isPicture(target) && !(option.equals("--show") && PngFile.isDrawn(target))) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: found %s, a picture that is there already; name the file to write, or delete it"
              .formatted(option, target));
    }
  }

  /** Whether there is one, by its name or by its content. */
  private static boolean isPicture(Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) > 0
        && (PictureFile.isNamedAsOne(file) || PictureFile.beginsAsOne(file));
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
              "It takes pictures of %s as they are, light on dark.%n", named.model().imageSize());
    }
    if (!classifier.isProbable()) {
      out().println("Its outputs are no probabilities; the highest one decides.");
    }
  }

  private String line(Path file, PictureReader.Reading reading) {
    String warning = reading.warning().isEmpty() ? "" : "; " + reading.warning();
    Classification found = reading.found().get(0);
    int second = found.ranked(1);
    String runnerUp =
        row
            ? ""
            : String.format(
                Locale.ROOT,
                "; runner-up %s, %.4f",
                found.classNames().get(second),
                found.outputs().get(second));
    // A product of outputs that are no probabilities says nothing.
    String figure =
        row && !found.probabilities()
            ? ""
            : String.format(
                Locale.ROOT, ", %s %.4f", output(found.probabilities()), reading.probability());
    return DataException.onOneLine(file.toString())
        + ": "
        + reading.label()
        + figure
        + runnerUp
        + warning;
  }

  private static String output(boolean probability) {
    return probability ? "probability" : "output";
  }

  private List<String> headings(Classifier classifier) {
    String output = output(classifier.isProbable());
    List<String> headings = new ArrayList<>(List.of("path", "label"));
    if (!row || classifier.isProbable()) {
      headings.add(output);
    }
    if (!row) {
      headings.addAll(List.of("runner_up", "runner_up_" + output));
      headings.addAll(classifier.classNames());
    }
    headings.addAll(List.of("warning", "error"));
    return headings;
  }

  private List<Object> record(Path file, PictureReader.Reading reading) {
    Classification found = reading.found().get(0);
    List<Object> cells = new ArrayList<>(List.of(file, reading.label()));
    if (!row || found.probabilities()) {
      cells.add(reading.probability());
    }
    if (!row) {
      int second = found.ranked(1);
      cells.add(found.classNames().get(second));
      cells.add(found.outputs().get(second));
      cells.addAll(found.outputs());
    }
    cells.addAll(List.of(reading.warning(), ""));
    return cells;
  }

  private static List<Object> record(Path file, int columns, RuntimeException failure) {
    List<Object> cells = new ArrayList<>();
    cells.add(file);
    cells.addAll(Collections.nCopies(columns - 2, ""));
    cells.add(failure.getMessage());
    return cells;
  }

  private static List<PredictionSheet.Row> drawn(
      DigitPicture picture, PictureReader.Reading reading, int most) {
    List<PredictionSheet.Row> rows = new ArrayList<>();
    int digits = reading.found().size();
    BufferedImage original = picture.scaledDown(PredictionSheet.MAX_PIXELS);
    AffineTransform scale =
        AffineTransform.getScaleInstance(
            (double) original.getWidth() / picture.width(),
            (double) original.getHeight() / picture.height());
    for (int i = 0; i < Math.min(digits, most); i++) {
      rows.add(
          new PredictionSheet.Row(
              picture.name() + (digits == 1 ? "" : ", digit %d of %d".formatted(i + 1, digits)),
              original,
              reading.digits().isEmpty()
                  ? Optional.empty()
                  : Optional.of(marks(reading.digits().get(i), scale)),
              reading.inputs().get(i).toBufferedImages().get(0),
              reading.found().get(i)));
    }
    return rows;
  }

  private static PredictionSheet.Marks marks(PreparedDigit digit, AffineTransform scale) {
    Shape box = scale.createTransformedShape(digit.box());
    return new PredictionSheet.Marks(
        box.getBounds2D(), scale.createTransformedShape(digit.leftOut()));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
