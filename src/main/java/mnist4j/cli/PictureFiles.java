package mnist4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import mnist4j.data.DataSource;
import mnist4j.picture.PictureFile;

/** The pictures of a directory and of all directories in it. */
final class PictureFiles {

  private PictureFiles() {}

  /**
   * The files named as pictures are, in the order of their paths, without hidden files and
   * directories. The directory may be a link; links below it to others are not followed. A
   * directory that cannot be read stands in the list in place of its files.
   */
  static List<Path> under(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    // A walk that starts at a link ends there.
    Path real = directory.toRealPath();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            return visited.equals(real) || !DataSource.isHidden(visited)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (PictureFile.isNamedAsOne(file) && !DataSource.isHidden(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path unreadable, IOException failure) {
            found.add(unreadable);
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().map(file -> directory.resolve(real.relativize(file))).sorted().toList();
  }
}
