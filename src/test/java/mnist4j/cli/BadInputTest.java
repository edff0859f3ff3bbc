package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import mnist4j.IdxFiles;
import mnist4j.data.LabelledImages;
import mnist4j.data.MnistFile;
import mnist4j.experiment.Experiment;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Everything a person may get wrong, the line that says so, and that nothing is damaged by it. In
 * the table {@code @} stands for the directory all of it lies in.
 */
class BadInputTest {

  private static final String WAYS_TO_READ =
      "--split, --transpose, --no-prepare and --skip-bad say how --data is read; name it too";

  private static final String RECIPES =
      Recipes.all().stream().map(Recipe::name).collect(Collectors.joining(", "));
  private static final String EXPERIMENTS =
      Experiment.all().stream().map(Experiment::name).collect(Collectors.joining(", "));

  private static final int TRAIN = 40;
  private static final int TEST = 20;

  @TempDir private static Path root;

  /**
   * One row.
   *
   * @param line of standard error without what every such line has; … for words of the system
   */
  private record BadInput(int status, String line, List<String> arguments) {

    Pattern pattern() {
      String quoted = Pattern.quote(filledIn(line)).replace("…", "\\E.+\\Q");
      String hint = status == 2 ? " \\(see \"mnist4j( [a-z]+)* --help\"\\)" : "";
      return Pattern.compile("mnist4j: " + quoted + hint);
    }

    @Override
    public String toString() {
      return String.join(" ", arguments);
    }
  }

  private static BadInput failure(String commandLine, String line) {
    return new BadInput(1, line, List.of(commandLine.split(" ")));
  }

  private static BadInput usage(String commandLine, String line) {
    return new BadInput(2, line, List.of(commandLine.split(" ")));
  }

  private static Stream<BadInput> commands() {
    return Stream.of(
        usage("trian", "Unmatched argument at index 0: 'trian'; did you mean train?"),
        usage("trian cnn", "Unmatched arguments from index 0: 'trian', 'cnn'; did you mean train?"),
        usage("xyzzy", "Unmatched argument at index 0: 'xyzzy'"),
        usage("train mlp-64 --epoch 3", "Unknown options: '--epoch', '3'; did you mean --epochs?"),
        usage(
            "train cnn --augmnt-shift 3",
            "Unknown options: '--augmnt-shift', '3'; did you mean --augment-shift?"),
        usage(
            "train mlp64",
            "RECIPE: found 'mlp64', expected one of "
                + RECIPES
                + ", threshold; did you mean mlp-64?"),
        usage(
            "reproduce cnn perceptorn",
            "RECIPE: found 'perceptorn', expected one of "
                + RECIPES
                + "; did you mean perceptron?"),
        usage(
            "experiment optimiser",
            "NAME: found 'optimiser', expected one of "
                + EXPERIMENTS
                + ", list; did you mean optimizer?"),
        usage("--colour red reproduce", "Unknown options: '--colour', 'red'"),
        usage("train", "Missing required parameter: 'RECIPE'"),
        usage("train lenet", "RECIPE: found 'lenet', expected one of " + RECIPES + ", threshold"),
        usage("train mlp-64 cnn", "Unmatched argument at index 2: 'cnn'"),
        usage("train mlp-64 --colour red", "Unknown options: '--colour', 'red'"),
        usage("reproduce mlp-64 lenet", "RECIPE: found 'lenet', expected one of " + RECIPES),
        usage(
            "evaluate threshold",
            "RECIPE-or-ZIP: found threshold, expected a network; the threshold is none, and train prints its figures"),
        usage(
            "evaluate mlp64",
            "RECIPE-or-ZIP: found mlp64, expected a model zip or one of "
                + RECIPES
                + "; did you mean mlp-64?"),
        usage(
            "predict cnn_best 7.png",
            "RECIPE-or-ZIP: found cnn_best, expected a model zip or one of "
                + RECIPES
                + "; did you mean cnn-best?"),
        usage(
            "serve models/lenet",
            "RECIPE-or-ZIP: found models/lenet, expected a model zip or one of " + RECIPES),
        usage("evaluate", "Missing required parameter: 'RECIPE-or-ZIP'"),
        usage(
            "serve threshold",
            "RECIPE-or-ZIP: found threshold, expected a network; the threshold is none, and train prints its figures"),
        usage("predict", "Missing required parameters: 'RECIPE-or-ZIP', 'IMAGE-or-DIR'"),
        usage("predict cnn", "Missing required parameter: 'IMAGE-or-DIR'"),
        usage("experiment", "Missing required parameter: 'NAME'"),
        usage(
            "experiment lists",
            "NAME: found 'lists', expected one of " + EXPERIMENTS + ", list; did you mean list?"),
        usage(
            "experiment list --quick",
            "--quick: found with list, expected with an experiment's name"),
        usage(
            "experiment list --seeds 3",
            "--seeds: found with list, expected with an experiment's name"),
        usage(
            "train threshold --quick --limit 1 --out @/out",
            "--limit: found 1, expected so many that there is an image of each digit"),
        usage("experiment l2 --epochs 3", "Unknown options: '--epochs', '3'"),
        usage("data", "Missing required subcommand"),
        usage("data fetsch", "Unmatched argument at index 1: 'fetsch'; did you mean fetch?"),
        usage(
            "data export",
            "Missing required argument (specify one of these): (--idx=DIR | --npy=DIR | --npz=DIR | --png=DIR)"),
        new BadInput(
            2,
            "Invalid value for positional parameter at index 1..* (IMAGE-or-DIR): found an empty name, expected a file or directory",
            List.of("predict", "mlp-64", "")),
        usage(
            "predict mlp-64 7.png --csv @/x.csv --show @/x.csv",
            "--show: found @/x.csv, which is the file of --csv; name another file"),
        usage("train numpy-mlp --quick --transpose", WAYS_TO_READ),
        usage("data verify --split letters", WAYS_TO_READ),
        usage("data fetch --skip-bad", WAYS_TO_READ),
        usage("doctor --split x", WAYS_TO_READ),
        usage("data show", "expected either INDEX... or --random N"),
        usage(
            "data show " + "7 ".repeat(101).strip(),
            "INDEX: found 101 of them, expected at most 100"),
        usage("data show --random 0", "--random: found 0, expected 1 to 100"),
        usage("data show --random 101", "--random: found 101, expected 1 to 100"));
  }

  private static Stream<BadInput> options() {
    return Stream.of(
        usage("train mlp-64 --epochs 0", "--epochs: found 0, expected at least 1"),
        usage(
            "train mlp-64 --epochs many",
            "Invalid value for option '--epochs': 'many' is not an int"),
        usage(
            "train mlp-64 --epochs 1.5",
            "Invalid value for option '--epochs': '1.5' is not an int"),
        usage(
            "train mlp-64 --epochs 99999999999",
            "Invalid value for option '--epochs': '99999999999' is not an int"),
        usage("train mlp-64 --epochs", "Missing required parameter for option '--epochs' (N)"),
        usage(
            "train mlp-64 --epochs 1 --epochs 2",
            "option '--epochs' (N) should be specified only once"),
        usage("train mlp-64 --batch 0", "--batch: found 0, expected at least 1"),
        usage("train mlp-64 --lr nan", "Invalid value for option '--lr': 'nan' is not a double"),
        usage("train mlp-64 --lr NaN", "--lr: found NaN, expected a number above 0"),
        usage("train mlp-64 --lr 0", "--lr: found 0.0, expected a number above 0"),
        usage("train mlp-64 --lr -1", "--lr: found -1.0, expected a number above 0"),
        usage("train mlp-64 --seed x", "Invalid value for option '--seed': 'x' is not a long"),
        usage("train mlp-64 --hidden 0", "--hidden: found 0, expected at least 1"),
        usage(
            "train mlp-64 --hidden 21000 --data-dir @/data --out @/out",
            "--hidden: found 21000, expected fewer, since the network needs more than 16,000,000 parameters, the most that is accepted"),
        usage(
            "train numpy-mlp --engine scratch --hidden 21000 --data-dir @/data --out @/out --limit 9",
            "--hidden: found 21000, expected fewer, since the network needs more than 16,000,000 parameters, the most that is accepted"),
        usage(
            "train cnn-best --epochs 2001 --data-dir @/data --out @/out",
            "--epochs: found 2001, expected at most 2000 by cnn-best"),
        usage("train mlp-64 --dropout 1", "--dropout: found 1.0, expected 0 or above and below 1"),
        usage("train mlp-64 --l2 -1", "--l2: found -1.0, expected 0 to 1,000,000"),
        usage(
            "train cnn --augment --augment-rotation 200",
            "--augment-rotation: found 200.0, expected 0 to 180 degrees"),
        usage(
            "train cnn --augment --augment-shift -1",
            "--augment-shift: found -1.0, expected 0 to 28 pixels"),
        usage(
            "train cnn --augment --augment-scale 1",
            "--augment-scale: found 1.0, expected 0 or above and below 1"),
        usage(
            "train cnn --augment-rotation 5",
            "--augment-rotation: found 5.0, expected --augment beside it, which turns augmentation on"),
        usage(
            "train cnn --augment-shift 1",
            "--augment-shift: found 1.0, expected --augment beside it, which turns augmentation on"),
        usage(
            "train cnn --no-augment --augment-scale .2",
            "--augment-scale: found 0.2, expected --augment beside it, which turns augmentation on"),
        usage("train mlp-64 --limit 0", "--limit: found 0, expected at least 1"),
        usage(
            "train mlp-64 --data-dir @/data --out @/out --limit 41",
            "--limit: found 41, expected at most the 40 training images"),
        usage(
            "train cnn --data-dir @/data --out @/out --limit 1",
            "--limit: found 1, expected at least 2 images, of which one is held out"),
        usage(
            "train perceptron --hidden 64",
            "--hidden: found 64, expected none, since the recipe perceptron has no such setting"),
        usage(
            "train perceptron --dropout .5",
            "--dropout: found 0.5, expected none, since the recipe perceptron has no such setting"),
        usage(
            "train mlp-64 --digits 0,1",
            "--digits: found 0,1, expected none, since the recipe mlp-64 has no such setting"),
        usage(
            "train perceptron --digits 3,3",
            "Invalid value for option '--digits': found 3,3, expected two different digits from 0 to 9"),
        usage(
            "train perceptron --digits 3,12",
            "Invalid value for option '--digits': found 3,12, expected two different digits from 0 to 9"),
        usage(
            "train perceptron --digits x",
            "Invalid value for option '--digits': found 'x', expected two digits such as 0,1"),
        usage(
            "train perceptron --digits 3",
            "Invalid value for option '--digits': found '3', expected two digits such as 0,1"),
        usage("train numpy-mlp --threads 0 --out @/out", "--threads: found 0, expected 1 to 1024"),
        usage(
            "train numpy-mlp --threads 1025 --out @/out",
            "--threads: found 1025, expected 1 to 1024"),
        usage("doctor --threads 99999", "--threads: found 99999, expected 1 to 1024"),
        usage(
            "train numpy-mlp --threads two",
            "Invalid value for option '--threads': 'two' is not an int"),
        usage("data show 40 --data-dir @/data --out @/out", "INDEX: found 40, expected 0 to 39"),
        usage("data show x --data-dir @/data", "INDEX: found x, expected 0 to 39"));
  }

  private static Stream<BadInput> dataSets() {
    return Stream.of(
            List.of(
                "nowhere",
                "@/nowhere does not exist; name four IDX files, .npz, .npy or .csv files, or one folder of pictures per class"),
            List.of(
                "missing",
                "@/missing has no t10k-labels-idx1-ubyte (or t10k-labels-idx1-ubyte.gz); expected the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte"),
            List.of(
                "truncated",
                "@/truncated/train-images-idx3-ubyte is cut short: its header promises 31360 bytes of data, found 984; get it again"),
            List.of(
                "wrong-magic",
                "@/wrong-magic/train-labels-idx1-ubyte starts with magic number 2051, expected 2049; it is not an IDX file of labels"),
            List.of(
                "wrong-count",
                "@/wrong-count/train-images-idx3-ubyte has 40 images but @/wrong-count/train-labels-idx1-ubyte has 20 labels; expected the same number, so get both files from one source"),
            List.of(
                "corrupt-gzip",
                "@/corrupt-gzip/t10k-images-idx3-ubyte.gz is a damaged gzip file (Corrupt GZIP trailer); get it again"),
            List.of(
                "truncated-gzip",
                "@/truncated-gzip/t10k-images-idx3-ubyte.gz ends in the middle of its header or of its gzip data; get it again"),
            List.of(
                "labels-above-9",
                "@/labels-above-9/train-labels-idx1-ubyte has label 10, expected 0 to 9; put a labels.txt with one class name per line beside it"),
            List.of(
                "small-images",
                "@/small-images has images of 4 x 4 pixels, expected 5 to 64 a side"))
        .flatMap(
            bad ->
                Stream.of("train mlp-64 --out @/out", "train perceptron --out @/out", "data verify")
                    .map(command -> failure(command + " --data-dir @/" + bad.get(0), bad.get(1))));
  }

  private static Stream<BadInput> places() {
    return Stream.of(
        failure(
            "train numpy-mlp --out @/a-file",
            "@/a-file/numpy-mlp cannot be written to (Not a directory); name another directory with --out"),
        failure(
            "train numpy-mlp --out @/a-file/below",
            "@/a-file/below/numpy-mlp cannot be written to (Not a directory); name another directory with --out"),
        failure(
            "reproduce numpy-mlp --out @/a-file",
            "@/a-file/numpy-mlp cannot be written to (Not a directory); name another directory with --out"),
        failure(
            "reproduce numpy-mlp --out @/others",
            "@/others/report.md is there already and is not mnist4j's; name another directory with --out"),
        failure(
            "explain sigmoid --out @/others",
            "@/others/sigmoid.png is there already and is not mnist4j's; name another directory with --out"),
        failure(
            "experiment l2 --quick --out @/a-file",
            "@/a-file/experiments/l2/quick cannot be written to (Not a directory); name another directory with --out"),
        failure(
            "data export --npy @/a-file/below --data-dir @/data",
            "cannot write @/a-file/below/labels.txt (…); check that @/a-file/below is a directory you may write to, with space left"),
        failure(
            "data export --png @/a-file --data-dir @/data",
            "cannot write @/a-file/labels.txt (…); check that @/a-file is a directory you may write to, with space left"),
        failure(
            "data show 0 --out @/a-file/below --data-dir @/data",
            "cannot write @/a-file/below/digits.png (…); check that @/a-file/below is a directory you may write to, with space left"),
        failure(
            "evaluate mlp-64 --out @/out",
            "@/out/mlp-64/model.zip is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"),
        failure(
            "evaluate @/nowhere.zip",
            "@/nowhere.zip does not exist; train a recipe first or name a model zip"),
        failure("evaluate @", "@ is a directory; name a model zip, such as @/model.zip"),
        failure("predict @ 7.png", "@ is a directory; name a model zip, such as @/model.zip"),
        new BadInput(
            2,
            "RECIPE-or-ZIP: found an empty name, expected a recipe or a model zip",
            List.of("evaluate", "")),
        new BadInput(
            2,
            "--host: found an empty name, expected one of this computer",
            List.of("serve", "--host", "")),
        failure(
            "evaluate @/a-file",
            "@/a-file is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"),
        failure(
            "evaluate @/ten-inputs.zip",
            "@/ten-inputs.zip takes 10 inputs, expected 784 for 28 x 28 pixels"),
        failure(
            "predict @/ten-inputs.zip 7.png",
            "@/ten-inputs.zip takes 10 inputs, expected 784 for 28 x 28 pixels"),
        failure(
            "predict @/nowhere.zip 7.png",
            "@/nowhere.zip does not exist; train a recipe first or name a model zip"),
        failure(
            "predict @/a-file 7.png",
            "@/a-file is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"),
        usage(
            "predict cnn 3.png 7.png --show 7.png",
            "--show: found 7.png, which is one of the images; name another file"),
        failure(
            "evaluate @/five-classes.zip --data-dir @/data",
            "@/five-classes.zip distinguishes 5 classes, but the data set has 10; name its own data set with --data"),
        usage(
            "train perceptron --digits 3,8 --data-dir @/three-classes --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        usage(
            "train perceptron --digits 3,8 --data-dir @/no-ones --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        failure(
            "evaluate @/binary/model.zip --data-dir @/no-ones",
            "@/binary/model.zip distinguishes 3 and 8, but the test images do not show both; name its own data set with --data"),
        failure(
            "evaluate @/binary/model.zip --data-dir @/three-classes",
            "@/binary/model.zip distinguishes 3 and 8, but the test images do not show both; name its own data set with --data"),
        failure(
            "evaluate @/out/../damaged/model.zip --data-dir @/data",
            "@/out/../damaged/metrics.json is damaged; train the recipe again or remove the file"),
        usage(
            "train threshold --digits 3,8 --data-dir @/no-ones --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        usage(
            "train threshold --limit 41 --data-dir @/data --out @/out",
            "--limit: found 41, expected 1 to the 10 training images"),
        usage(
            "train threshold --epochs 1",
            "--epochs: found 1, expected none, since a threshold has no such setting"),
        usage(
            "train threshold --augment",
            "--augment: found true, expected none, since a threshold has no such setting"),
        usage(
            "train threshold --augment-shift 1",
            "--augment-shift: found 1.0, expected none, since a threshold has no such setting"),
        usage(
            "train numpy-mlp --engine scratch --augment --out @/out",
            "--augment: found true, expected none, since the document's code has no such setting; use --engine dl4j"),
        usage(
            "train perceptron --engine scratch --augment --data-dir @/data --out @/out",
            "--augment: found true, expected none, since the document's code has no such setting; use --engine dl4j"),
        usage(
            "train mlp-64 --engine scratch --data-dir @/data",
            "--engine: found scratch, expected dl4j, since no gradient of mlp-64 is derived by hand"),
        usage(
            "train mlp-64 --engine torch",
            "Invalid value for option '--engine': expected one of [DL4J, SCRATCH] (case-insensitive) but was 'torch'"),
        usage("train mlp-64 --limit 0 --out @/a-file", "--limit: found 0, expected at least 1"),
        usage("explain", "Missing required parameter: 'TOPIC'"),
        usage(
            "explain nothing",
            "Invalid value for positional parameter at index 0 (TOPIC): expected one of [backprop, score, sigmoid] (case-insensitive) but was 'nothing'"),
        usage(
            "train threshold --digits 3,8 --data-dir @/three-classes --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        usage(
            "train perceptron --engine scratch --digits 3,8 --data-dir @/three-classes --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        usage(
            "train perceptron --engine scratch --digits 3,8 --data-dir @/no-ones --out @/out",
            "--digits: found 3,8, expected two digits that both the training and the test images show"),
        failure(
            "train numpy-mlp --engine scratch --lr 1e30 --limit 4 --out @/out",
            "the loss became Infinity in step 3 of epoch 1 at a learning rate of 1.0E30; lower it"),
        usage("reproduce lenet", "RECIPE: found 'lenet', expected one of " + RECIPES),
        failure(
            "train mlp-64 --lr 1e38 --limit 4 --epochs 3 --data-dir @/data --out @/out",
            "the parameters' L1 norm became Infinity in step 1 of epoch 1 at a learning rate of 1.0E38; lower it"));
  }

  @BeforeAll
  static void makeEverythingThatIsWrong() throws IOException {
    IdxFiles.write(root.resolve("data"), TRAIN, TEST);
    Files.delete(dataSet("missing", MnistFile.TEST_LABELS));
    Path truncated = dataSet("truncated", MnistFile.TRAIN_IMAGES);
    Files.write(truncated, Arrays.copyOf(Files.readAllBytes(truncated), 1_000));
    Path magic = dataSet("wrong-magic", MnistFile.TRAIN_LABELS);
    Files.copy(
        root.resolve("data").resolve(MnistFile.TEST_IMAGES.fileName()),
        magic,
        StandardCopyOption.REPLACE_EXISTING);
    Path count = dataSet("wrong-count", MnistFile.TRAIN_LABELS);
    Files.copy(
        root.resolve("data").resolve(MnistFile.TEST_LABELS.fileName()),
        count,
        StandardCopyOption.REPLACE_EXISTING);
    Path corrupt = compressed("corrupt-gzip");
    byte[] bytes = Files.readAllBytes(corrupt);
    bytes[bytes.length - 8] ^= 1;
    Files.write(corrupt, bytes);
    Path cut = compressed("truncated-gzip");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 5));
    byte[] labels = new byte[TRAIN];
    labels[TRAIN - 1] = 10;
    LabelledImages eleven = LabelledImages.of(28, 28, new byte[TRAIN * 784], labels);
    IdxFiles.write(root.resolve("labels-above-9"), eleven, eleven);
    LabelledImages small = LabelledImages.of(4, 4, new byte[16], new byte[1]);
    IdxFiles.write(root.resolve("small-images"), small, small);
    byte[] stroke = new byte[784];
    stroke[400] = 100;
    LabelledImages zero = LabelledImages.of(28, 28, stroke, new byte[1]);
    IdxFiles.write(root.resolve("no-ones"), zero, zero);
    IdxFiles.write(root.resolve("three-classes"), zero, zero);
    Files.write(root.resolve("three-classes/labels.txt"), List.of("a", "b", "c"));
    Files.writeString(root.resolve("a-file"), "a file");
    Path damaged = Files.createDirectories(root.resolve("damaged"));
    network(784, 1).save(damaged.resolve("model.zip").toFile());
    Files.writeString(damaged.resolve("metrics.json"), "{\"digits\": [3");
    network(10, 10).save(root.resolve("ten-inputs.zip").toFile());
    network(784, 5).save(root.resolve("five-classes.zip").toFile());
    Path binary = Files.createDirectories(root.resolve("binary"));
    network(784, 1).save(binary.resolve("model.zip").toFile());
    Files.writeString(binary.resolve("metrics.json"), "{\"classNames\": [\"3\", \"8\"]}");
    for (Recipe recipe : Recipes.all()) {
      Path run = Files.createDirectories(root.resolve("out").resolve(recipe.name()));
      for (String file : List.of("model.zip", "metrics.json", "history.csv", "loss.png")) {
        Files.writeString(run.resolve(file), "an earlier " + file);
      }
    }
    Files.writeString(root.resolve("out/report.md"), "# The documents' figures and ours, earlier");
    Path others = Files.createDirectories(root.resolve("others"));
    Files.writeString(others.resolve("report.md"), "# My report");
    Files.writeString(others.resolve("sigmoid.png"), "my picture");
  }

  private static Path dataSet(String name, MnistFile file) {
    return IdxFiles.write(root.resolve(name), TRAIN, TEST).resolve(file.fileName());
  }

  private static Path compressed(String name) throws IOException {
    Path plain = dataSet(name, MnistFile.TEST_IMAGES);
    Path compressed = plain.resolveSibling(MnistFile.TEST_IMAGES.gzipName());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);
    return compressed;
  }

  private static MultiLayerNetwork network(int inputs, int outputs) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(outputs)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(inputs))
                .build());
    network.init();
    return network;
  }

  @ParameterizedTest
  @MethodSource({"commands", "options", "dataSets", "places"})
  void getsOneClearLineAndDamagesNothing(BadInput input) {
    Map<Path, String> before = everyFile();
    Terminal terminal = Terminal.run(input.arguments.stream().map(BadInputTest::filledIn).toList());
    assertThat(terminal.status()).isEqualTo(input.status);
    assertThat(terminal.err()).endsWith(System.lineSeparator());
    assertThat(terminal.err().lines()).singleElement().asString().matches(input.pattern());
    assertThat(terminal.out()).doesNotContain("Exception");
    assertThat(everyFile()).isEqualTo(before);
  }

  private static String filledIn(String text) {
    return text.replace("@", root.toString());
  }

  private static Map<Path, String> everyFile() {
    try (Stream<Path> paths = Files.walk(root)) {
      Map<Path, String> files = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path, HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
