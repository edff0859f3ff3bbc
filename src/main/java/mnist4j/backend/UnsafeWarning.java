package mnist4j.backend;

import java.lang.reflect.Method;

/**
 * JavaCPP reaches native memory through {@code sun.misc.Unsafe}, of which Java 24 and later warn
 * once. A JVM flag allows it, but the manifest of a jar cannot carry that flag.
 */
final class UnsafeWarning {

  private UnsafeWarning() {}

  /** Has the JVM take the warning as given. Does nothing on a Java that does not warn. */
  static void silence() {
    try {
      Method warned =
          Class.forName("sun.misc.Unsafe").getDeclaredMethod("trySetMemoryAccessWarned");
      warned.setAccessible(true);
      warned.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // A Java without the method has nothing to warn of, or warns in a way of its own.
    }
  }
}
