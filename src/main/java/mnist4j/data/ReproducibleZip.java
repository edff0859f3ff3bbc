package mnist4j.data;

import java.time.LocalDateTime;
import java.util.zip.ZipEntry;

/** Zip files that are equal if their contents are, whenever and wherever they are written. */
public final class ReproducibleZip {

  /** To the first moment of zip's calendar Java adds an instant, which differs by time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ReproducibleZip() {}

  /** An entry whose time says nothing. */
  public static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }
}
