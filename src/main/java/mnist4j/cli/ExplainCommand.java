package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mnist4j.charts.PngFile;
import mnist4j.charts.SigmoidChart;
import mnist4j.scratch.BackpropExample;
import mnist4j.scratch.ScoreExample;
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
    PrintWriter out = spec.commandLine().getOut();
    switch (topic) {
      case backprop -> BackpropExample.asPrinted().lines().forEach(out::println);
      case score -> ScoreExample.lines().forEach(out::println);
      case sigmoid -> {
        Path file = root.out().resolve("sigmoid.png");
        PngFile.write(file, SigmoidChart.curve());
        out.println("drawn in " + file);
      }
    }
    return 0;
  }
}
