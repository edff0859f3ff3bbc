package mnist4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, lower-case hexadecimal. */
public final class Sha256 {

  private Sha256() {}

  /** The digest of a file's content; of what is inside it if the file is gzip-compressed. */
  static String ofContent(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = IdxReader.open(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a text in UTF-8. */
  public static String ofText(String text) {
    return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The digest of all pixels and labels of some sets, one after the other. */
  static String ofImages(LabelledImages... sets) {
    MessageDigest digest = newDigest();
    for (LabelledImages set : sets) {
      set.addTo(digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
