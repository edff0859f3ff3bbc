package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import mnist4j.DigitClassifier;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.report.RunReport;
import mnist4j.serve.ClassifierServer;
import mnist4j.serve.ServedNetwork;
import mnist4j.training.ModelFile;
import mnist4j.training.TrainingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code serve [RECIPE-or-ZIP]}. */
@Command(
    name = "serve",
    description = "Serves a page to draw digits on, and an HTTP endpoint that classifies pictures.")
final class ServeCommand implements Callable<Integer> {

  private static final int LAST_PORT = 65_535;

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE-or-ZIP",
      completionCandidates = ReproduceCommand.Names.class,
      defaultValue = "cnn-best",
      description =
          "The network chosen at first: a recipe, as trained before or otherwise as shipped with"
              + " the program, or a saved DL4J network. Default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port, or 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "Name or address to listen at, such as 0.0.0.0 for every one of this computer's. Default:"
              + " this computer only.")
  private String host;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port: found %d, expected 0 to %d".formatted(port, LAST_PORT));
    }
    root.data().warnThatNoneIsRead(spec.name());
    InetSocketAddress address = new InetSocketAddress(listenAt(), port);
    try (ClassifierServer server = new ClassifierServer(address, networks(), this::report)) {
      root.startBackend();
      server.start();
      warnIfReachable(server.address());
      answerUntilStopped(server);
    } catch (BindException e) {
      throw new IOException(
          "port %d is not free (%s); choose another with --port, or 0 for any free one"
              .formatted(port, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof TrainingException cause ? cause : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  /** On Ctrl-C or SIGTERM the answers under way are sent before the program ends. */
  private void answerUntilStopped(ClassifierServer server) throws InterruptedException {
    Thread hook = new Thread(server::close, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      PrintWriter out = spec.commandLine().getOut();
      out.printf("draw at %s (stop with Ctrl-C)%n", url(server.address()));
      out.flush();
      Thread.currentThread().join();
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private InetAddress listenAt() throws SocketException {
    // The JDK takes an empty name for this computer's.
    if (host != null && host.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--host: found an empty name, expected one of this computer");
    }
    try {
      InetAddress address =
          host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
      if (address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (UnknownHostException e) {
      // As one of another computer.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--host: found '%s', expected a name or address of this computer".formatted(host));
  }

  /** The networks to choose from, with the one of the command line first. */
  private Map<String, ServedNetwork> networks() {
    NamedModel.expectNetwork(model);
    Map<String, ServedNetwork> networks = new LinkedHashMap<>();
    if (Recipes.named(model).isPresent()) {
      addRecipe(model, networks);
    } else {
      Path zip = Path.of(model);
      networks.put(name(zip), saved(zip));
    }
    Recipes.all().stream().map(Recipe::name).forEach(name -> addRecipe(name, networks));
    return networks;
  }

  /** That of its run, and its path where another network has that name. */
  private String name(Path zip) {
    if (Files.isDirectory(zip)) {
      // A root has no name, and is no zip either.
      return model;
    }
    String name = NamedModel.name(zip, root.out());
    Path own = root.out().resolve(name).resolve(RunReport.MODEL);
    boolean taken =
        Recipes.named(name).isPresent()
            && !NamedModel.absolute(zip).equals(NamedModel.absolute(own));
    return taken ? model : name;
  }

  /** The network that {@code predict} would take by this name, and if that was trained, both. */
  private void addRecipe(String recipe, Map<String, ServedNetwork> networks) {
    Path zip = root.out().resolve(recipe).resolve(RunReport.MODEL);
    boolean trained = Files.exists(zip);
    if (trained) {
      networks.putIfAbsent(recipe, saved(zip));
    }
    if (ModelFile.hasPretrained(recipe)) {
      networks.putIfAbsent(
          trained ? recipe + ", pretrained" : recipe,
          ServedNetwork.ofDigits(() -> DigitClassifier.pretrained(recipe)));
    }
  }

  private static ServedNetwork saved(Path zip) {
    Supplier<DigitClassifier> open = () -> DigitClassifier.load(zip);
    return ModelFile.metadata(zip)
        .map(
            metadata ->
                new ServedNetwork(
                    open,
                    metadata.imageSize().columns(),
                    metadata.imageSize().rows(),
                    metadata.preparedAsMnist()))
        .orElse(ServedNetwork.ofDigits(open));
  }

  private void warnIfReachable(InetSocketAddress address) {
    if (!address.getAddress().isLoopbackAddress()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "mnist4j: warning: other computers can reach this server at port %d, without a password"
              + " and in clear text%n",
          address.getPort());
      err.flush();
    }
  }

  private static String url(InetSocketAddress address) {
    String name =
        address.getAddress().isAnyLocalAddress()
            ? "localhost"
            : address.getAddress().getHostAddress();
    return "http://%s:%d/"
        .formatted(name.contains(":") ? "[" + name + "]" : name, address.getPort());
  }

  private void report(Exception failure) {
    // A classifier wraps, for other programs, what is wrong with its network.
    Exception known = failure.getCause() instanceof TrainingException cause ? cause : failure;
    Failures.run(known, spec.commandLine(), root.debug());
    spec.commandLine().getErr().flush();
  }
}
