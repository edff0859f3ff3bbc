package mnist4j.acceleration.step;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that outlive the workspace of the step in which they are made. */
final class Detached {

  private Detached() {}

  /** What the maker gives, made outside any workspace that is open now. */
  @SuppressWarnings("try") // The workspace is there to be open, not to be called.
  static <T> T from(Supplier<T> maker) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return maker.get();
    }
  }
}
