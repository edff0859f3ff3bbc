package mnist4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BodiesTest {

  private static final Function<byte[], Answer> ECHO = body -> new Answer(200, "text/plain", body);

  private final Bodies bodies = new Bodies(20_000_000, 30_000_000);

  private static InputStream millions(int bytes) {
    return new ByteArrayInputStream(new byte[bytes * 1_000_000]);
  }

  private Answer beside(InputStream in) {
    try {
      return bodies.answer(in, ECHO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expectRefusal(int status, String message, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            RequestException.class, refusal -> assertThat(refusal.status()).isEqualTo(status))
        .hasMessage(message);
  }

  @Test
  void readsABodyAsItIs() throws IOException {
    byte[] sent = "a picture".repeat(2_000).getBytes();
    assertThat(bodies.answer(new ByteArrayInputStream(sent), ECHO).body()).isEqualTo(sent);
  }

  @Test
  void refusesALargerOneAndHoldsNothingOfIt() {
    for (int i = 0; i < 3; i++) {
      expectRefusal(
          413, "the picture has more than 20 million bytes; scale it", () -> beside(millions(21)));
    }
  }

  @Test
  void holdsALimitedNumberOfBytesUntilTheyAreAnswered() throws IOException {
    Answer answer =
        bodies.answer(
            millions(20),
            first -> {
              expectRefusal(
                  503,
                  "pictures of 30 million bytes are being received; try again",
                  () -> beside(millions(11)));
              return beside(millions(10));
            });
    assertThat(answer.body()).hasSize(10_000_000);
    assertThat(beside(millions(20)).body()).hasSize(20_000_000);
  }
}
