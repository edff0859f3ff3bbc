package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mnist4j.charts.PredictionSheet;
import mnist4j.evaluation.Classification;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.picture.PreparedDigit;
import mnist4j.report.PngFile;
import mnist4j.training.Classifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code predict RECIPE-or-ZIP IMAGE...}. */
@Command(name = "predict", description = "Classifies pictures of digits.")
final class PredictCommand implements Callable<Integer> {

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
      paramLabel = "IMAGE",
      description = "PNG or JPEG files of one digit each, dark on light or light on dark.")
  private List<Path> files;

  @Option(
      names = "--show",
      paramLabel = "FILE",
      description =
          "Draws each picture, the network's input and its outputs as bars into a PNG file.")
  private Path sheet;

  @Override
  public Integer call() throws IOException {
    if (files.contains(sheet)) {
      throw new ParameterException(
          spec.commandLine(),
          "--show: found %s, which is one of the images; name another file".formatted(sheet));
    }
    root.startBackend();
    NamedModel named = NamedModel.find(model, root.out());
    Classifier classifier = new Classifier(named.network(), named.classNames());
    describe(named, classifier);
    List<PredictionSheet.Row> rows = new ArrayList<>();
    int status = ExitCode.OK;
    for (Path file : files) {
      try {
        classify(file, classifier, rows);
      } catch (PictureException e) {
        status = Failures.run(e, spec.commandLine(), root.debug());
      }
    }
    if (!rows.isEmpty()) {
      PngFile.write(sheet, new PredictionSheet(rows));
      out().println("drawn in " + sheet);
    }
    return status;
  }

  private void describe(NamedModel named, Classifier classifier) {
    out().println(named.origin());
    List<String> names = classifier.classNames();
    if (names.size() == 2) {
      out().printf("It distinguishes only %s and %s.%n", names.get(0), names.get(1));
    }
    if (!classifier.isProbable()) {
      out().println("Its outputs are no probabilities; the highest one decides.");
    }
  }

  /** Prints the line of one image and, if it is to be shown, adds its row. */
  private void classify(Path file, Classifier classifier, List<PredictionSheet.Row> rows) {
    DigitPicture picture = DigitPicture.read(file);
    PreparedDigit prepared = PreparedDigit.of(picture);
    Classification found = classifier.classify(prepared.features());
    int first = found.ranked(0);
    int second = found.ranked(1);
    out()
        .printf(
            Locale.ROOT,
            "%s: %s, %s %.4f; runner-up %s, %.4f%n",
            file,
            found.classNames().get(first),
            found.probabilities() ? "probability" : "output",
            found.outputs().get(first),
            found.classNames().get(second),
            found.outputs().get(second));
    if (sheet != null) {
      rows.add(
          new PredictionSheet.Row(
              file.toString(),
              picture.scaledDown(PredictionSheet.MOST_PIXELS),
              prepared.toImage(),
              found));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
