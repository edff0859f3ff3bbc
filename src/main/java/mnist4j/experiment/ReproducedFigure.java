package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import mnist4j.recipe.DocumentFigures;
import mnist4j.training.Engine;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingRun;

/**
 * One figure of a document beside ours.
 *
 * @param run what was trained
 * @param figure what was measured
 * @param document what the document prints; empty where it prints none
 * @param ours what the run gave
 * @param seconds how long the run trained
 */
record ReproducedFigure(
    String run, String figure, OptionalDouble document, double ours, double seconds) {

  /** Ours less the document's. */
  OptionalDouble difference() {
    return document.isPresent()
        ? OptionalDouble.of(ours - document.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Every figure the document has of such a run, and the test accuracy in any case. */
  static List<ReproducedFigure> of(TrainingRun run) {
    DocumentFigures document = run.recipe().document();
    EpochRecord last = run.history().last();
    List<ReproducedFigure> figures = new ArrayList<>();
    figures.add(figure(run, "test accuracy", document.testAccuracy(), run.test().accuracy()));
    if (document.testLoss().isPresent()) {
      figures.add(figure(run, "test loss", document.testLoss(), run.test().loss()));
    }
    if (!document.trainAccuracy().isEmpty()) {
      figures.add(
          figure(run, "train accuracy", last(document.trainAccuracy()), last.trainAccuracy()));
    }
    if (!document.validationAccuracy().isEmpty()) {
      figures.add(
          figure(
              run,
              "validation accuracy",
              last(document.validationAccuracy()),
              last.heldOutAccuracy()));
    }
    if (document.trainSeconds().isPresent()) {
      figures.add(figure(run, "training seconds", document.trainSeconds(), run.trainSeconds()));
    }
    return figures;
  }

  private static OptionalDouble last(List<Double> perEpoch) {
    return OptionalDouble.of(perEpoch.get(perEpoch.size() - 1));
  }

  private static ReproducedFigure figure(
      TrainingRun run, String name, OptionalDouble document, double ours) {
    return new ReproducedFigure(label(run), name, document, ours, run.trainSeconds());
  }

  private static String label(TrainingRun run) {
    return run.engine() == Engine.DL4J ? run.recipe().name() : run.recipe().name() + ", by hand";
  }
}
