package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class Sha256Test {

  @Test
  void ofATextIsTheStandardsOwnExample() {
    // FIPS 180-2, appendix B.1.
    assertThat(Sha256.ofText("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void ofADataSetChangesWithAPixelALabelOrAnImageMoved() {
    byte[] none = new byte[784];
    byte[] dot = new byte[784];
    dot[400] = 1;
    LabelledImages blank = LabelledImages.of(28, 28, none, new byte[] {0});
    LabelledImages dotted = LabelledImages.of(28, 28, dot, new byte[] {0});
    LabelledImages one = LabelledImages.of(28, 28, none, new byte[] {1});

    assertThat(set(blank, dotted).sha256()).isEqualTo(set(blank, dotted).sha256());
    assertThat(set(blank, dotted).sha256())
        .isNotEqualTo(set(dotted, blank).sha256())
        .isNotEqualTo(set(blank, blank).sha256())
        .isNotEqualTo(set(one, dotted).sha256());
  }

  private static ImageData set(LabelledImages train, LabelledImages test) {
    return new ImageData("set", train, test, ImageData.digits(), Optional.empty());
  }
}
