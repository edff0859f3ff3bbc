package mnist4j.data;

/** Receives the progress of a download, file by file. Ignores it unless overridden. */
public interface TransferListener {

  /** Ignores all progress. */
  TransferListener SILENT = new TransferListener() {};

  /** A file starts to arrive; {@code bytes} is its size, or -1 if unknown. */
  default void started(String what, long bytes) {}

  /** {@code bytes} more bytes have arrived. */
  default void advanced(long bytes) {}

  /** The file has arrived, or the attempt has failed. */
  default void ended() {}
}
