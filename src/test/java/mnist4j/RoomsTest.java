package mnist4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mnist4j.data.ImageData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house: which package lives off which. */
class RoomsTest {

  private static final Path PROGRAM = program();

  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(PROGRAM);

  private static final String ND4J = "org.nd4j..";
  private static final String DL4J = "org.deeplearning4j..";
  private static final String DATAVEC = "org.datavec.api..";
  private static final String CODEC = "org.apache.commons.codec..";
  private static final String MATH = "org.apache.commons.math3..";
  private static final String IO = "org.apache.commons.io..";
  private static final String JACKSON = "org.nd4j.shade.jackson..";
  private static final String JAVACPP = "org.bytedeco.javacpp..";
  private static final String OPENBLAS = "org.bytedeco.openblas..";

  /** A class of the program's, but for those of the package {@code spark}. */
  private static final Pattern IMPORT =
      Pattern.compile("^import (mnist4j\\.(?!spark\\.)[\\w.]+);", Pattern.MULTILINE);

  /** The name of the root package, which other programs use. */
  private static final String ROOT = "mnist4j";

  /** A room, what else of the program it may know, and which libraries besides the JDK. */
  private record Room(String name, List<String> rooms, List<String> libraries) {

    String packageName() {
      return packageName(name);
    }

    private static String packageName(String room) {
      return room.equals(ROOT) ? ROOT : ROOT + "." + room;
    }

    String[] allowed() {
      List<String> packages = new ArrayList<>(List.of("java..", "javax..", packageName()));
      rooms.forEach(room -> packages.add(packageName(room)));
      packages.addAll(libraries);
      return packages.toArray(String[]::new);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Room> table() {
    return Stream.of(
        new Room("data", List.of("picture"), List.of(ND4J, DATAVEC, CODEC, IO)),
        new Room("picture", List.of(), List.of()),
        new Room("evaluation", List.of(), List.of()),
        new Room("recipe", List.of("data", "scratch"), List.of(DL4J, ND4J)),
        new Room("scratch.numpy", List.of(), List.of()),
        new Room("scratch", List.of("scratch.numpy", "data"), List.of()),
        new Room(
            "acceleration.step",
            List.of(),
            List.of(DL4J, ND4J, JAVACPP, OPENBLAS, "com.sun.management..")),
        new Room("acceleration", List.of("acceleration.step"), List.of(DL4J, ND4J, JAVACPP)),
        new Room("backend.gpu", List.of(), List.of()),
        new Room("backend", List.of("backend.gpu"), List.of(ND4J, JAVACPP)),
        new Room(
            "training",
            List.of("recipe", "data", "evaluation", "acceleration", "scratch"),
            List.of(DL4J, ND4J)),
        new Room("charts", List.of("evaluation"), List.of("org.jfree..")),
        new Room(
            "report",
            List.of("data", "evaluation", "recipe", "scratch", "training", "charts", "backend"),
            List.of(DL4J, ND4J)),
        new Room(
            "experiment",
            List.of("data", "evaluation", "recipe", "training", "charts", "report", "backend"),
            List.of(DL4J, ND4J, CODEC, MATH)),
        new Room(
            ROOT, List.of("data", "picture", "evaluation", "recipe", "training"), List.of(DL4J)),
        new Room("serve", List.of(ROOT, "picture"), List.of(JACKSON, "com.sun.net.httpserver..")),
        new Room(
            "cli",
            List.of(
                ROOT,
                "serve",
                "data",
                "picture",
                "evaluation",
                "recipe",
                "scratch",
                "training",
                "charts",
                "backend",
                "report",
                "experiment"),
            List.of(DL4J, ND4J, CODEC, "picocli..", "me.tongfei.progressbar..")),
        new Room(
            "spark",
            List.of(
                "data",
                "picture",
                "evaluation",
                "recipe",
                "training",
                "charts",
                "backend",
                "report",
                "experiment",
                ROOT,
                "cli"),
            List.of(
                DL4J, ND4J, "picocli..", "org.apache.spark..", "org.apache.hadoop..", "scala..")));
  }

  private static Path program() {
    try {
      return Path.of(ImageData.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aRoomKnowsOnlyWhatTheTableAllows(Room room) {
    classes()
        .that()
        .resideInAPackage(room.packageName())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room.allowed())
        // The package spark is compiled in its profile only.
        .allowEmptyShould(room.name.equals("spark"))
        .check(CLASSES);
  }

  /** The row of a package: its name, what lives there, and the packages it may use. */
  @ParameterizedTest
  @MethodSource("table")
  void theArchitecturePageHasTheSameTable(Room room) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "architecture.md")).stream()
            .filter(line -> line.startsWith("| `%s` |".formatted(room.name)))
            .toList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).split("\\|")[3].replace("`", "").strip().split(", "))
        .containsExactlyInAnyOrderElementsOf(room.rooms.isEmpty() ? List.of("") : room.rooms);
  }

  @Test
  void everyClassIsInARoomOfTheTable() {
    List<String> rooms = table().map(Room::packageName).toList();
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .allMatch(
            name ->
                rooms.contains(name)
                    || name.equals("org.nd4j.nativeblas")
                    || name.startsWith("org.deeplearning4j.cuda"));
  }

  /** Only the profile {@code spark} compiles that package: there, a class that moved is missed. */
  @Test
  void sparkImportsPublicClassesThatThereAre() throws IOException {
    List<String> known =
        CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(type -> type.getName().replace('$', '.'))
            .toList();
    Set<String> imported = new TreeSet<>();
    try (Stream<Path> sources = Files.list(Path.of("src", "spark", "java", "mnist4j", "spark"))) {
      for (Path source : sources.toList()) {
        IMPORT
            .matcher(Files.readString(source))
            .results()
            .forEach(match -> imported.add(match.group(1)));
      }
    }
    assertThat(imported).hasSizeGreaterThan(30).isSubsetOf(known);
  }

  @Test
  void noTwoRoomsKnowEachOther() {
    slices().matching("mnist4j.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void oneClassOfTrainingAloneKnowsOfAcceleration() {
    assertThat(CLASSES)
        .filteredOn(type -> !type.getPackageName().equals("mnist4j.acceleration"))
        .filteredOn(
            type ->
                type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(
                        dependency ->
                            dependency
                                .getTargetClass()
                                .getPackageName()
                                .equals("mnist4j.acceleration")))
        .extracting(JavaClass::getName)
        .containsExactly("mnist4j.training.Networks");
  }

  /** By name too, since a name in a text can be loaded by reflection. */
  @Test
  void noClassOfOursNamesABackend() throws IOException {
    try (Stream<Path> files = Files.walk(PROGRAM.resolve("mnist4j"))) {
      List<Path> compiled = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(compiled).hasSizeGreaterThan(50);
      for (Path file : compiled) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1).replace('/', '.'))
            .as(file.toString())
            .doesNotContain("nd4j.linalg.cpu.", "nd4j.linalg.jcublas", "nd4j-native", "nd4j-cuda");
      }
    }
  }

  /** Neither in a message, nor in the name of a class or a package that it uses. */
  @Test
  void noClassOutsideTheGpuPackagesNamesCuda() throws IOException {
    try (Stream<Path> files = Files.walk(PROGRAM)) {
      List<Path> compiled =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.startsWith(PROGRAM.resolve("mnist4j/backend/gpu")))
              .filter(file -> !file.startsWith(PROGRAM.resolve("org/deeplearning4j/cuda")))
              .toList();
      assertThat(compiled).hasSizeGreaterThan(50);
      for (Path file : compiled) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
            .as(file.toString())
            .doesNotContainIgnoringCase("cuda");
      }
    }
  }

  @Test
  void theHelpersForTheGpuKnowDl4jAndTheirSwitchAlone() {
    classes()
        .that()
        .resideInAPackage("org.deeplearning4j.cuda..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", DL4J, ND4J, "mnist4j.backend.gpu")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerForUtilities() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .noneMatch(name -> name.matches(".*\\.(utils?|helpers?|common|misc)(\\..*)?"));
  }

  @Test
  void everyPublicClassIsFinal() {
    assertThat(CLASSES)
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        // Nobody can extend an enum, but one whose constants have bodies is not marked as final.
        .filteredOn(type -> !type.isInterface() && !type.isEnum())
        .allMatch(type -> type.getModifiers().contains(JavaModifier.FINAL));
  }
}
