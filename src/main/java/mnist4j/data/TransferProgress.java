package mnist4j.data;

/** Hears how a download goes on. */
public interface TransferProgress {

  /** A file begins to arrive; {@code bytes} is its size, or -1 where that is not known. */
  void started(String what, long bytes);

  /** So many bytes more have arrived. */
  void advanced(long bytes);

  /** The file, or the attempt, is over. */
  void ended();

  /** Hears nothing. */
  TransferProgress SILENT =
      new TransferProgress() {
        @Override
        public void started(String what, long bytes) {}

        @Override
        public void advanced(long bytes) {}

        @Override
        public void ended() {}
      };
}
