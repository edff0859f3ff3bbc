package mnist4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import mnist4j.data.TransferListener;

/** Shows a download with its size and speed: a bar on a terminal, elsewhere a line at the end. */
final class TransferDisplay {

  private static final double MEGABYTE = 1e6;

  private TransferDisplay() {}

  static TransferListener on(PrintWriter out) {
    return System.console() == null ? new Lines(out) : new Bar();
  }

  private static final class Lines implements TransferListener {
    private final PrintWriter out;
    private String what;
    private long bytes;
    private long startNanos;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void started(String what, long bytes) {
      this.what = what;
      this.bytes = 0;
      startNanos = System.nanoTime();
    }

    @Override
    public void advanced(long bytes) {
      this.bytes += bytes;
    }

    @Override
    public void ended() {
      if (bytes == 0) {
        return;
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      double megabytes = bytes / MEGABYTE;
      out.printf(
          Locale.ROOT,
          "%s: %.1f MB in %.1f s (%.1f MB/s)%n",
          what,
          megabytes,
          seconds,
          megabytes / seconds);
      out.flush();
    }
  }

  private static final class Bar implements TransferListener {
    private ProgressBar bar;

    @Override
    public void started(String what, long bytes) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(bytes)
              .setUnit(" MB", (long) MEGABYTE)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .build();
    }

    @Override
    public void advanced(long bytes) {
      bar.stepBy(bytes);
    }

    @Override
    public void ended() {
      bar.close();
    }
  }
}
