package mnist4j.backend.gpu;

import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A GPU as NVIDIA's driver describes it. What the driver does not report is empty.
 *
 * @param capability its compute capability, such as 8.6
 * @param driver the driver's version, such as 535.104.05
 * @param mebibytes of its memory
 */
record Gpu(
    String name, Optional<Version> capability, Optional<Version> driver, OptionalLong mebibytes) {

  /**
   * The values in the order of the components. A value that is missing, or no number, such as
   * {@code [N/A]}, is one that the driver does not report.
   */
  static Gpu of(List<String> values) {
    return new Gpu(
        values.get(0), version(values, 1), version(values, 2), mebibytes(version(values, 3)));
  }

  private static Optional<Version> version(List<String> values, int index) {
    return values.size() > index && values.get(index).matches("\\d{1,9}(\\.\\d{1,9}){0,3}")
        ? Optional.of(Version.parse(values.get(index)))
        : Optional.empty();
  }

  private static OptionalLong mebibytes(Optional<Version> value) {
    return value
        .map(Version::toString)
        .filter(text -> !text.contains("."))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    capability.ifPresent(version -> text.append(", compute capability ").append(version));
    mebibytes.ifPresent(size -> text.append(String.format(Locale.ROOT, ", %,d MiB", size)));
    driver.ifPresent(version -> text.append(", driver ").append(version));
    return text.toString();
  }
}
