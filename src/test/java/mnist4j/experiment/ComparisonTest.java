package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.charts.LineChart.Series;
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
        "rate",
        List.of(variant("0.1"), variant("0.2")),
        List.of(metrics(heldOut, 100, 0.98765, 0.95), metrics(heldOut, 200, 0.90, 0.91)));
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
}
