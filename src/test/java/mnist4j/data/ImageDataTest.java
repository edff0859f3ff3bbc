package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageDataTest {

  @Nested
  class TheProgramsOwnImages {

    private final ImageData bundled = ImageData.bundled();

    @Test
    void areTheFirstThousandOfEachKind() {
      assertThat(bundled.train().size()).isEqualTo(1_000);
      assertThat(bundled.test().size()).isEqualTo(1_000);
      assertThat(bundled.train().rows()).isEqualTo(28);
      assertThat(bundled.test().columns()).isEqualTo(28);
      assertThat(bundled.train().first(5).labels()).containsExactly(5, 0, 4, 1, 9);
      assertThat(bundled.test().first(5).labels()).containsExactly(7, 2, 1, 0, 4);
    }

    @Test
    void areTenDigitsPreparedAsMnists() {
      assertThat(bundled.name()).isEqualTo("MNIST, first 1,000");
      assertThat(bundled.classNames())
          .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(bundled.preparedAsMnist()).isTrue();
    }
  }

  @Nested
  class ItsFirstImages {

    private final ImageData whole =
        new ImageData(
            "Letters",
            ImageData.bundled().train().first(30),
            ImageData.bundled().test().first(20),
            List.of("a", "b"),
            true);

    @Test
    void areAsManyAsAskedForOrAsThereAre() {
      assertThat(whole.first(25).train().size()).isEqualTo(25);
      assertThat(whole.first(25).test().size()).isEqualTo(20);
    }

    @Test
    void keepNameClassesAndPreparation() {
      assertThat(whole.first(25).name()).isEqualTo("Letters");
      assertThat(whole.first(25).classNames()).containsExactly("a", "b");
      assertThat(whole.first(25).preparedAsMnist()).isTrue();
    }
  }

  @Test
  void theDigestChangesWithAPixelALabelOrAnImageMoved() {
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
    return new ImageData("set", train, test, ImageData.digits(), false);
  }

  @Test
  void classNamesDoNotChangeWithTheListTheyCameIn() {
    List<String> names = new ArrayList<>(List.of("coat", "bag"));
    LabelledImages images = ImageData.bundled().test();
    ImageData data = new ImageData("Fashion", images, images, names, false);
    names.add("boot");
    assertThat(data.classNames()).containsExactly("coat", "bag");
  }
}
