package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.backend.Backend;
import mnist4j.charts.LineChart.Series;
import mnist4j.data.ImageData;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.experiment.RunMetrics.Score;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.report.Table;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @TempDir private Path directory;

  private static final Recipe RECIPE = Recipes.named("cnn").orElseThrow();

  private static Comparison comparison(HeldOut heldOut) {
    return new Comparison(
        "MNIST",
        "rate",
        List.of(variant("0.1"), variant("0.2")),
        List.of(
            List.of(metrics(heldOut, 100, 0.98765, 0.95)),
            List.of(metrics(heldOut, 200, 0.90, 0.91))));
  }

  private static Variant variant(String value) {
    return new Variant(value, RECIPE, RECIPE.defaults());
  }

  private static RunMetrics metrics(HeldOut heldOut, long parameters, double train, double test) {
    return new RunMetrics(
        parameters,
        12.34,
        new Score(0.5, train),
        new Score(0.25, test),
        new TrainingHistory(
            heldOut,
            List.of(
                new EpochRecord(1, 0.9, 0.5, 0.8, 0.6),
                new EpochRecord(2, 0.7, 0.75, 0.6, 0.875))));
  }

  private List<String> lines(Table table) throws IOException {
    return Files.readAllLines(table.write(directory.resolve("some.csv")));
  }

  @Test
  void itsTableHasARowPerVariantWithTheGap() throws IOException {
    assertThat(lines(comparison(HeldOut.TEST).table()))
        .containsExactly(
            "rate,parameters,training accuracy,test accuracy,gap,training loss,test loss,seconds",
            "0.1,100,0.9877,0.9500,+0.0377,0.5000,0.2500,12.3",
            "0.2,200,0.9000,0.9100,-0.0100,0.5000,0.2500,12.3");
  }

  @Test
  void itsTableHasTheLastValidationAccuracyWhereThereIsOne() throws IOException {
    assertThat(lines(comparison(HeldOut.VALIDATION).table()))
        .containsExactly(
            "rate,parameters,training accuracy,validation accuracy,test accuracy,gap,training loss,test loss,seconds",
            "0.1,100,0.9877,0.8750,0.9500,+0.0377,0.5000,0.2500,12.3",
            "0.2,200,0.9000,0.8750,0.9100,-0.0100,0.5000,0.2500,12.3");
  }

  @Test
  void itsExactTableLosesNoDigit() throws IOException {
    assertThat(lines(comparison(HeldOut.TEST).exact()))
        .element(1)
        .asString()
        .startsWith("0.1,100,0.98765,0.95,")
        .endsWith(",0.5,0.25,12.34");
  }

  @Test
  void itsEpochsHaveARowPerVariantAndEpoch() throws IOException {
    assertThat(lines(comparison(HeldOut.VALIDATION).epochs()))
        .containsExactly(
            "rate,epoch,train_loss,train_accuracy,val_loss,val_accuracy",
            "0.1,1,0.9,0.5,0.8,0.6",
            "0.1,2,0.7,0.75,0.6,0.875",
            "0.2,1,0.9,0.5,0.8,0.6",
            "0.2,2,0.7,0.75,0.6,0.875");
  }

  @Test
  void aCurvePerVariantGoesOverTheEpochs() {
    List<Series> curves = comparison(HeldOut.VALIDATION).curves(EpochRecord::heldOutAccuracy);
    assertThat(curves).extracting(Series::name).containsExactly("0.1", "0.2");
    assertThat(curves.get(1).x()).containsExactly(1, 2);
    assertThat(curves.get(1).y()).containsExactly(0.6, 0.875);
  }

  @Test
  void aLineGoesOverTheVariants() {
    Series line = comparison(HeldOut.TEST).line("parameters", RunMetrics::parameters);
    assertThat(line.x()).containsExactly(0.1, 0.2);
    assertThat(line.y()).containsExactly(100, 200);
  }

  @Test
  void everyVariantIsTrainedWithTheRecipesOwnSeedAndTheNextOnes() {
    ExperimentSetup setup =
        ExperimentSetup.of(ImageData.bundled(), true, 3, "program 1", new Backend("CPU", 2));
    Variant other = new Variant("0.2", RECIPE, RECIPE.defaults().withSeed(7));
    List<ImageTrial> trials = Comparison.trials("rate", List.of(variant("0.1"), other), setup);
    assertThat(trials)
        .extracting(ImageTrial::label, trial -> trial.variant().settings().seed())
        .containsExactly(
            tuple("rate 0.1", 1L),
            tuple("rate 0.1, seed 2", 2L),
            tuple("rate 0.1, seed 3", 3L),
            tuple("rate 0.2", 7L),
            tuple("rate 0.2, seed 8", 8L),
            tuple("rate 0.2, seed 9", 9L));
  }

  @Test
  void titlesNameADataSetThatIsNotMnist() {
    assertThat(comparison(HeldOut.VALIDATION).title("rates")).isEqualTo("rates");
    assertThat(new Comparison("fashion", "rate", List.of(), List.of()).title("rates"))
        .isEqualTo("rates, on fashion");
  }

  /** Two seeds each; the second variant's accuracies are those given. */
  private static Comparison withSeeds(double third, double fourth) {
    return new Comparison(
        "MNIST",
        "rate",
        List.of(variant("0.1"), variant("0.2")),
        List.of(
            List.of(endingWith(0.90), endingWith(0.92)),
            List.of(endingWith(third), endingWith(fourth))));
  }

  private static RunMetrics endingWith(double accuracy) {
    return new RunMetrics(
        100,
        10,
        new Score(0.5, 0.99),
        new Score(0.25, accuracy),
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 0.9, 0.5, 0.8, 0.6),
                new EpochRecord(2, 0.7, 0.75, 0.6, accuracy))));
  }

  @Test
  void figuresOfSeveralSeedsAreMeanAndStandardDeviation() throws IOException {
    assertThat(lines(withSeeds(0.97, 0.97).table()))
        .element(1)
        .isEqualTo(
            "0.1,100,0.9900 ± 0.0000,0.9100 ± 0.0141,+0.0800 ± 0.0141,0.5000 ± 0.0000,0.2500 ± 0.0000,10.0 ± 0.0");
  }

  @Test
  void epochsAndExactFiguresOfSeveralSeedsNameTheSeed() throws IOException {
    Comparison comparison = withSeeds(0.97, 0.97);
    assertThat(lines(comparison.epochs()))
        .startsWith("rate,seed,epoch,train_loss,train_accuracy,test_loss,test_accuracy")
        .contains("0.1,1,2,0.7,0.75,0.6,0.9", "0.1,2,2,0.7,0.75,0.6,0.92")
        .hasSize(9);
    assertThat(lines(comparison.exact()))
        .hasSize(5)
        .element(2)
        .asString()
        .startsWith("0.1,2,100,0.99,0.92,");
  }

  @Test
  void aCurveOfSeveralSeedsHasABand() {
    Series curve = withSeeds(0.97, 0.97).curves(EpochRecord::heldOutAccuracy).get(0);
    assertThat(curve.y()).containsExactly(0.6, 0.91);
    assertThat(curve.spread()[0]).isZero();
    assertThat(curve.spread()[1]).isCloseTo(Math.sqrt(0.0002), within(1e-12));
  }

  /** t = 0.06 / 0.01 with 1 degree of freedom: p = 1 - 2/π · atan(6) = 0.105. */
  @Test
  void aDifferenceWithinTheSpreadIsSaidToBeSo() throws IOException {
    ExperimentResult result = withSeeds(0.97, 0.97).result("some", null, null);
    assertThat(lines(result.differences().orElseThrow()))
        .containsExactly(
            "rate,test accuracy against the best,p (Welch),p < 0.05",
            "0.1,-0.0600,0.105,no",
            "0.2,+0.0000,–,best");
  }

  /** t = 0.8 / sqrt(0.0002): p = 0.0003 with 2 degrees of freedom. */
  @Test
  void aDifferenceBeyondTheSpreadIsSaidToBeSo() throws IOException {
    ExperimentResult result = withSeeds(0.10, 0.12).result("some", null, null);
    assertThat(lines(result.differences().orElseThrow()))
        .contains("0.1,+0.0000,–,best", "0.2,-0.8000,0.000,yes");
  }

  /** Both variants have the same figure for both seeds, as few images often give. */
  @Test
  void withoutAnySpreadNothingIsSaidOfADifference() throws IOException {
    Comparison alike =
        new Comparison(
            "MNIST",
            "rate",
            List.of(variant("0.1"), variant("0.2")),
            List.of(
                List.of(endingWith(0.75), endingWith(0.75)),
                List.of(endingWith(0.50), endingWith(0.50))));
    assertThat(lines(alike.result("some", null, null).differences().orElseThrow()))
        .contains("0.1,+0.0000,–,best", "0.2,-0.2500,–,–");
  }

  @Test
  void oneSeedHasNoTableOfDifferences() {
    assertThat(comparison(HeldOut.TEST).result("some", null, null).differences()).isEmpty();
  }
}
