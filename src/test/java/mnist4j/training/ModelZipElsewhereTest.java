package mnist4j.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mnist4j.ChildJvm;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a person does with a saved zip: loads it in a program that has DL4J and nothing of ours. */
class ModelZipElsewhereTest {

  private static final int IMAGES = 20;

  /** Named explicitly, because another choice of native library may round otherwise. */
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private static final String LOADER =
      """
      import java.nio.ByteBuffer;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
      import org.deeplearning4j.util.ModelSerializer;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
      import org.nd4j.linalg.factory.Nd4j;

      class Loader {
        public static void main(String[] arguments) throws Exception {
          Path directory = Path.of(arguments[0]);
          try {
            Class.forName("mnist4j.cli.Main");
            throw new IllegalStateException("mnist4j is on the class path");
          } catch (ClassNotFoundException expected) {
            System.out.println("no mnist4j here");
          }
          float[] pixels = floats(Files.readAllBytes(directory.resolve("images")));
          INDArray images = Nd4j.createFromArray(pixels).reshape(pixels.length / 784, 784);
          for (int i = 1; i < arguments.length; i++) {
            Path zip = directory.resolve(arguments[i] + ".zip");
            float[] outputs =
                MultiLayerNetwork.load(zip.toFile(), true).output(images).ravel().toFloatVector();
            if (!(ModelSerializer.restoreNormalizerFromFile(zip.toFile())
                instanceof ImagePreProcessingScaler)) {
              throw new IllegalStateException(zip + " has no normalizer");
            }
            ByteBuffer bytes = ByteBuffer.allocate(4 * outputs.length);
            bytes.asFloatBuffer().put(outputs);
            Files.write(directory.resolve(arguments[i] + ".outputs"), bytes.array());
          }
        }

        private static float[] floats(byte[] bytes) {
          float[] values = new float[bytes.length / 4];
          ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
          return values;
        }
      }
      """;

  @TempDir private Path directory;

  private final INDArray images = ImageData.bundled().test().first(IMAGES).features();
  private Backend before;

  @BeforeEach
  void useOneThread() {
    before = Backend.start(OptionalInt.empty());
    Backend.start(OptionalInt.of(1));
  }

  @AfterEach
  void useAsManyThreadsAsBefore() {
    Backend.start(OptionalInt.of(before.threads()));
  }

  @Test
  void everyRecipesZipGivesTheSameOutputsToTheBitInAProgramWithDl4jAlone() throws Exception {
    Files.write(directory.resolve("images"), bytes(images));
    List<String> names = Recipes.all().stream().map(Recipe::name).toList();
    for (Recipe recipe : Recipes.all()) {
      TrainingResult run = SmallRuns.train(recipe, 1, 1);
      MultiLayerNetwork network = run.network();
      Path zip = ModelFile.save(network, run.metadata(), directory.resolve(recipe.name() + ".zip"));
      INDArray expected = withoutHelpers(() -> ModelFile.load(zip).network().output(images));
      // The helpers' convolutions add up in another order, no more.
      assertThat(network.output(images).equalsWithEps(expected, 1e-5)).as(recipe.name()).isTrue();
      Files.write(directory.resolve(recipe.name() + ".expected"), bytes(expected));
    }
    assertThat(runLoader(names)).contains("no mnist4j here");
    for (String name : names) {
      assertThat(directory.resolve(name + ".outputs"))
          .isNotEmptyFile()
          .hasSameBinaryContentAs(directory.resolve(name + ".expected"));
    }
  }

  /**
   * Computes with DL4J's own layers. Its oneDNN helpers, which our program can start, stay off in a
   * program with DL4J alone.
   */
  private static INDArray withoutHelpers(Supplier<INDArray> outputs) {
    String before = System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "true");
    try {
      return outputs.get();
    } finally {
      if (before == null) {
        System.clearProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
      } else {
        System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, before);
      }
    }
  }

  private static byte[] bytes(INDArray array) {
    float[] values = array.ravel().toFloatVector();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private String runLoader(List<String> names) throws IOException, InterruptedException {
    Path program = Files.writeString(directory.resolve("Loader.java"), LOADER);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.JAVA);
    String extension = System.getProperty(EXTENSION);
    if (extension != null) {
      command.add("-D%s=%s".formatted(EXTENSION, extension));
    }
    command.addAll(List.of("-cp", jars(), program.toString(), directory.toString()));
    command.addAll(names);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the loader ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** The class path without the directories of our own classes. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
