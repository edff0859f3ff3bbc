package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mnist4j.backend.Backend;
import mnist4j.backend.BackendException;
import mnist4j.backend.Diagnosis;
import mnist4j.backend.Finding;
import mnist4j.charts.ChartException;
import mnist4j.charts.Fonts;
import mnist4j.data.DataException;
import mnist4j.data.ImageData;
import mnist4j.data.MnistCache;
import mnist4j.report.RunReport;
import mnist4j.training.Networks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = "Checks everything the program needs and says how to fix what is wrong.")
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good("version", Version.number()));
    findings.add(Diagnosis.java());
    findings.addAll(backend());
    findings.add(Diagnosis.gpu());
    findings.add(data());
    findings.add(fonts());
    findings.add(output());
    PrintWriter out = spec.commandLine().getOut();
    for (Finding finding : findings) {
      out.printf("%-15s %s%n", finding.subject(), finding.state());
      finding.remedy().ifPresent(remedy -> out.printf("%-15s → %s%n", "", remedy));
    }
    return 0;
  }

  private List<Finding> backend() {
    try {
      List<Finding> findings = new ArrayList<>(Diagnosis.of(root.startBackend()));
      findings.add(Diagnosis.layerHelpers(Networks.useOneDnn()));
      if (Backend.hasThreads()) {
        findings.add(acceleration());
      }
      return findings;
    } catch (BackendException e) {
      return List.of(Finding.bad("backend", "none", e.getMessage()));
    }
  }

  private static Finding acceleration() {
    return Networks.isAccelerated()
        ? Finding.good("acceleration", "on")
        : Finding.bad("acceleration", "off", "run without -Dmnist4j.acceleration=off");
  }

  private Finding data() {
    try {
      return root.data().areGiven() ? given() : cached();
    } catch (DataException e) {
      return Finding.bad("data set", "not usable", e.getMessage());
    }
  }

  private Finding given() {
    ImageData images = root.data().images();
    return Finding.good(
        "data set",
        "%s, %,d + %,d images"
            .formatted(images.name(), images.train().size(), images.test().size()));
  }

  private Finding cached() {
    MnistCache cache = root.data().cache();
    return cache.isVerified()
        ? Finding.good("data set", "MNIST, verified, in " + cache.directory())
        : Finding.bad(
            "data set",
            "MNIST is not in %s, or damaged there".formatted(cache.directory()),
            "run \"data fetch\", or any recipe, which does it by itself");
  }

  private static Finding fonts() {
    try {
      Fonts.requireFonts();
      return Finding.good("fonts", "found");
    } catch (ChartException e) {
      return Finding.bad("fonts", "none", e.getMessage());
    }
  }

  private Finding output() {
    Path existing = root.out().toAbsolutePath();
    // Of a drive that is not there, not even the root exists.
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      RunReport.requireWritable(existing);
      return Finding.good("output", root.out() + " can be written to");
    } catch (IOException e) {
      return Finding.bad("output", "not writable", e.getMessage());
    }
  }
}
