package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.report.PngFile;
import mnist4j.scratch.ScratchPerceptron;
import mnist4j.scratch.WorkedExamples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code explain TOPIC}. */
@Command(name = "explain", description = "Shows a document's worked example, step by step.")
final class ExplainCommand implements Callable<Integer> {

  /** The topics. */
  enum Topic {
    /** f = (x + y) z and its gradients. */
    backprop,
    /** The linear score W x + b of three classes. */
    score,
    /** The perceptron's activation as a curve. */
    sigmoid
  }

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TOPIC", description = "One of ${COMPLETION-CANDIDATES}.")
  private Topic topic;

  @Override
  public Integer call() throws IOException {
    root.data().warnThatNoneIsRead(spec.name());
    PrintWriter out = spec.commandLine().getOut();
    switch (topic) {
      case backprop -> WorkedExamples.backpropagation().forEach(out::println);
      case score -> WorkedExamples.linearScore().forEach(out::println);
      case sigmoid -> {
        Path file = root.out().resolve("sigmoid.png");
        PngFile.replaceOwn(file, sigmoid());
        out.println("drawn in " + file);
      }
    }
    return 0;
  }

  /** σ(z) = 1 / (1 + exp(−z)) for z from −8 to 8, 20 points per unit. */
  static LineChart sigmoid() {
    double[] z = IntStream.rangeClosed(-160, 160).mapToDouble(step -> step / 20.0).toArray();
    double[] sigmoid = Arrays.stream(z).map(ScratchPerceptron::sigmoid).toArray();
    return new LineChart(
        "Sigmoid: σ(z) = 1 / (1 + exp(−z))",
        Axis.fixed("z", -8, 8),
        Axis.fixed("σ(z)", 0, 1),
        List.of(new Series("σ(z)", z, sigmoid)));
  }
}
