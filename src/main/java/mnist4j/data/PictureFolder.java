package mnist4j.data;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;

/**
 * PNG, JPEG, GIF and BMP files in one folder per class, {@code train/CLASS/*.png} and {@code
 * test/CLASS/*.png}, or {@code CLASS/*.png} alone. The images come in the order of their file
 * names.
 */
final class PictureFolder {

  private final DataOptions options;
  private final List<String> folders;
  private final AtomicInteger prepared = new AtomicInteger();
  private final List<String> bad = new ArrayList<>();

  /** A picture and the name of its folder. */
  private record Picture(Path file, String folder) {

    String fileName() {
      return file.getFileName().toString();
    }
  }

  private PictureFolder(DataOptions options, List<String> folders) {
    this.options = options;
    this.folders = folders;
  }

  /** Whether a directory has directories. */
  static boolean isOne(Path directory) {
    return !DataSource.directoriesIn(directory).isEmpty();
  }

  /**
   * Whether two of its directories, or of those of its training set, have pictures by their names.
   */
  static boolean isSet(Path directory) {
    List<Path> folders = DataSource.directoriesIn(directory);
    return DataSource.directoriesIn(child(folders, "train").orElse(directory)).stream()
            .filter(
                folder -> DataSource.filesIn(folder).stream().anyMatch(PictureFile::isNamedAsOne))
            .limit(2)
            .count()
        == 2;
  }

  /**
   * Reads the pictures of all classes.
   *
   * @throws DataException if there are fewer than two classes, a folder has no picture, or a file
   *     is no picture and is not to be left out
   */
  static RawSet read(Path directory, DataOptions options) {
    if (options.split().isPresent()) {
      throw new DataException(
          "--split: %s is one folder of pictures; leave it out".formatted(directory));
    }
    List<Path> parts = folders(directory);
    Optional<Path> train = child(parts, "train");
    Optional<Path> test = child(parts, "test");
    List<Picture> trainPictures = pictures(train.orElse(directory));
    if (train.isPresent() && trainPictures.isEmpty()) {
      throw new DataException(
          "%s has no folder of pictures; expected one for each class".formatted(train.get()));
    }
    List<Picture> testPictures =
        train.isPresent() && test.isPresent() ? pictures(test.get()) : List.of();
    List<String> found =
        Stream.concat(trainPictures.stream(), testPictures.stream())
            .map(Picture::folder)
            .distinct()
            .sorted(BY_NUMBER)
            .toList();
    if (found.size() < 2 || found.size() > ImageData.MAX_CLASSES) {
      throw new DataException(
          "%s has pictures of %d class%s, expected 2 to %d, each in a folder of its own"
              .formatted(
                  directory, found.size(), found.size() == 1 ? "" : "es", ImageData.MAX_CLASSES));
    }
    Optional<List<String>> named = ClassNames.in(directory);
    List<String> folders = named.map(names -> folders(directory, found, names)).orElse(found);
    PictureFolder folder = new PictureFolder(options, folders);
    List<String> warnings = new ArrayList<>();
    train.ifPresent(used -> warnings.addAll(passedOver(directory, parts, used, test)));
    warnings.addAll(besideFolders(train.orElse(directory)));
    if (train.isPresent() && test.isPresent()) {
      warnings.addAll(
          testPictures.isEmpty() ? List.of(noClasses(test.get())) : besideFolders(test.get()));
    }
    return folder.read(directory, named.orElse(found), trainPictures, testPictures, warnings);
  }

  /** What lies beside the training set and is not the test set, such as {@code val}. */
  private static List<String> passedOver(
      Path directory, List<Path> parts, Path train, Optional<Path> test) {
    List<String> others =
        parts.stream()
            .filter(part -> !part.equals(train) && !part.equals(test.orElse(train)))
            .map(part -> part.getFileName().toString())
            .toList();
    if (others.isEmpty()) {
      return List.of();
    }
    return List.of(
        "%s also holds folders that are passed over beside %s: %d; the first: %s%s"
            .formatted(
                directory,
                train.getFileName(),
                others.size(),
                others.get(0),
                test.isPresent() ? "" : "; name one test to use it"));
  }

  private static String noClasses(Path test) {
    return "%s has no folders of classes and is passed over; expected one for each class"
        .formatted(test);
  }

  /** Pictures that are of no class, since they lie beside the folders of the classes. */
  private static List<String> besideFolders(Path root) {
    List<Path> pictures =
        DataSource.filesIn(root).stream().filter(PictureFile::isNamedAsOne).toList();
    return pictures.isEmpty()
        ? List.of()
        : List.of(
            "pictures beside the folders of the classes are passed over: %d; the first: %s"
                .formatted(pictures.size(), pictures.get(0)));
  }

  private RawSet read(
      Path directory,
      List<String> names,
      List<Picture> trainPictures,
      List<Picture> testPictures,
      List<String> passedOver) {
    LabelledImages train = images(directory, trainPictures);
    LabelledImages test;
    String format = "folders of pictures";
    if (testPictures.isEmpty()) {
      TestSplit split = TestSplit.of(directory, train);
      train = split.train();
      test = split.test();
      format += TestSplit.FORMAT;
    } else {
      test = images(directory, testPictures);
    }
    if (prepared.get() > 0) {
      format +=
          String.format(Locale.ROOT, ", %,d of them prepared as predict does", prepared.get());
    }
    List<String> warnings = new ArrayList<>(passedOver);
    if (!bad.isEmpty()) {
      warnings.add(
          "left out as no usable pictures: %d; the first: %s".formatted(bad.size(), bad.get(0)));
    }
    return new RawSet(
        DataSource.name(directory),
        format,
        train,
        test,
        directory.toString(),
        directory.toString(),
        Optional.of(names),
        warnings);
  }

  /**
   * The folder of each label: by the names of the classes, however their accents are encoded, or by
   * the labels themselves.
   */
  private static List<String> folders(Path directory, List<String> found, List<String> names) {
    List<String> expected = ClassNames.folders(names);
    Map<String, String> byName = new HashMap<>();
    found.forEach(folder -> byName.put(ClassNames.composed(folder), folder));
    List<String> folders =
        expected.stream()
            .map(name -> byName.getOrDefault(ClassNames.composed(name), name))
            .toList();
    found.stream()
        .filter(name -> !folders.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new DataException(
                  expected.equals(names)
                      ? "%s has a folder %s, which is none of the %d classes in %s"
                          .formatted(directory, name, names.size(), ClassNames.FILE)
                      : "%s has a folder %s, expected 0 to %d, the labels, since not all names in %s can be those of folders everywhere; rename the folders"
                          .formatted(directory, name, names.size() - 1, ClassNames.FILE));
            });
    return folders;
  }

  /** A link to nothing may be meant for a class or the test set. */
  private static List<Path> folders(Path directory) {
    for (Path child : DataSource.children(directory)) {
      if (Files.isSymbolicLink(child) && !Files.exists(child)) {
        throw new DataException("%s is a link to nothing; mend or remove it".formatted(child));
      }
    }
    return DataSource.directoriesIn(directory);
  }

  private static Optional<Path> child(List<Path> folders, String name) {
    return folders.stream()
        .filter(
            path -> path.getFileName().toString().toLowerCase(Locale.ROOT).matches(name + "(ing)?"))
        .findFirst();
  }

  /** Whole numbers by their value, so that 10 comes after 9; other names as text. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing(
              (String name) ->
                  name.matches("\\d{1,9}") ? Integer.parseInt(name) : Integer.MAX_VALUE)
          .thenComparing(Comparator.naturalOrder());

  private static List<Picture> pictures(Path root) {
    List<Picture> pictures = new ArrayList<>();
    for (Path folder : folders(root)) {
      if (!DataSource.directoriesIn(folder).isEmpty()) {
        throw new DataException(
            "%s is a folder within that of a class; expected pictures only"
                .formatted(DataSource.directoriesIn(folder).get(0)));
      }
      // Windows keeps previews there.
      List<Path> files =
          DataSource.children(folder).stream().filter(file -> !file.endsWith("Thumbs.db")).toList();
      if (files.isEmpty()) {
        throw new DataException("%s has no picture; fill it or remove it".formatted(folder));
      }
      for (Path file : files) {
        pictures.add(new Picture(file, folder.getFileName().toString()));
      }
    }
    pictures.sort(Comparator.comparing(Picture::fileName).thenComparing(Picture::folder));
    return pictures;
  }

  private LabelledImages images(Path directory, List<Picture> pictures) {
    int most = LabelledImages.MAX_PIXELS / ImageSize.MNIST.pixels();
    if (pictures.size() > most) {
      throw new DataException(
          "%s has %d pictures, expected at most %d".formatted(directory, pictures.size(), most));
    }
    String[] problems = new String[pictures.size()];
    Greys[] decoded = decoded(directory, pictures, problems);
    Optional<ImageSize> usual = usualSize(decoded);
    for (int i = 0; i < decoded.length; i++) {
      if (decoded[i] != null && !decoded[i].size.equals(usual.orElseThrow())) {
        problems[i] =
            "%s is %s, expected %s as the others; leave out --no-prepare or scale it"
                .formatted(pictures.get(i).file(), decoded[i].size, usual.orElseThrow());
      }
    }
    List<String> found = Arrays.stream(problems).filter(Objects::nonNull).toList();
    if (!found.isEmpty() && !options.skipBad()) {
      throw new DataException(found.get(0) + "; --skip-bad goes on without it");
    }
    bad.addAll(found);
    int[] good = IntStream.range(0, decoded.length).filter(i -> problems[i] == null).toArray();
    if (good.length == 0) {
      throw new DataException("%s has no usable picture; %s".formatted(directory, found.get(0)));
    }
    ImageSize size = decoded[good[0]].size;
    byte[] pixels = new byte[good.length * size.pixels()];
    byte[] labels = new byte[good.length];
    for (int i = 0; i < good.length; i++) {
      System.arraycopy(decoded[good[i]].pixels, 0, pixels, i * size.pixels(), size.pixels());
      labels[i] = (byte) folders.indexOf(pictures.get(good[i]).folder());
    }
    return LabelledImages.wrap(size.rows(), size.columns(), pixels, labels);
  }

  /**
   * One for each picture, null where there is a problem.
   *
   * @param problems is filled
   */
  private Greys[] decoded(Path directory, List<Picture> pictures, String[] problems) {
    Greys[] decoded = new Greys[pictures.size()];
    AtomicLong pixels = new AtomicLong();
    IntStream.range(0, decoded.length)
        .parallel()
        .forEach(
            i -> {
              try {
                decoded[i] = greys(pictures.get(i).file());
              } catch (PictureException | DataException e) {
                problems[i] = e.getMessage();
                return;
              }
              if (pixels.addAndGet(decoded[i].pixels.length) > LabelledImages.MAX_PIXELS) {
                throw new DataException(
                    "%s has pictures of more than %,d pixels in all; take fewer"
                        .formatted(directory, LabelledImages.MAX_PIXELS));
              }
            });
    return decoded;
  }

  /** The most frequent size, of several the one that is met first; none if nothing is decoded. */
  private static Optional<ImageSize> usualSize(Greys[] decoded) {
    Map<ImageSize, Long> counts =
        Arrays.stream(decoded)
            .filter(Objects::nonNull)
            .collect(groupingBy(Greys::size, LinkedHashMap::new, counting()));
    return counts.entrySet().stream()
        .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
        .map(Map.Entry::getKey);
  }

  /** Grey values 0 to 255, row by row. */
  private record Greys(ImageSize size, byte[] pixels) {}

  /** Of the picture as it is, or of the digit that {@code predict} finds in it. */
  private Greys greys(Path file) {
    DigitPicture picture = PictureFile.read(file);
    ImageSize size = new ImageSize(picture.size().height, picture.size().width);
    if (size.equals(ImageSize.MNIST) || !options.prepare()) {
      return new Greys(size, asIs(file, picture, size));
    }
    PreparedDigit digit = PreparedDigit.of(picture);
    prepared.incrementAndGet();
    return new Greys(ImageSize.MNIST, digit.greys());
  }

  private static byte[] asIs(Path file, DigitPicture picture, ImageSize size) {
    if (size.longerSide() > ImageSize.MAX_SIDE) {
      throw new DataException(
          "%s is %s, expected at most %d a side with --no-prepare"
              .formatted(file, size, ImageSize.MAX_SIDE));
    }
    return picture.greys(size.rows(), size.columns());
  }
}
