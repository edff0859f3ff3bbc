package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {

  private final Font font = Fonts.plain(12);

  @Nested
  class Wrapping {

    @Test
    void breaksAtSpacesWhereALineWouldBeTooWide() {
      double width = Fonts.width("true Ankle boot,", font);
      assertThat(Fonts.wrap("true Ankle boot, predicted Bag", font, width))
          .containsExactly("true Ankle boot,", "predicted Bag");
    }

    @Test
    void keepsWhatFitsOnOneLine() {
      assertThat(Fonts.wrap("true 4, predicted 9", font, 1000))
          .containsExactly("true 4, predicted 9");
    }

    @Test
    void breaksAWordWiderThanTheLineAndLosesNoLetter() {
      double width = Fonts.width("unbreak", font) + 0.1;
      List<String> lines = Fonts.wrap("an unbreakable", font, width);
      assertThat(lines).hasSizeGreaterThan(2);
      assertThat(String.join("", lines)).isEqualTo("anunbreakable");
      assertThat(lines)
          .allSatisfy(line -> assertThat(Fonts.width(line, font)).isLessThanOrEqualTo(width));
    }

    @Test
    void endsEvenWhereNotOneLetterFits() {
      assertThat(Fonts.wrap("abc", font, 0.1)).containsExactly("a", "b", "c");
    }
  }

  @Nested
  class Fitting {

    @Test
    void keepsTheLargestSizeWhereThereIsRoom() {
      assertThat(Fonts.fitting("epoch", 12, 7, 500).getSize2D()).isEqualTo(12f);
    }

    @Test
    void shrinksInHalfPointsUntilTheTextFits() {
      double width = Fonts.width("mean loss", Fonts.plain(9));
      assertThat(Fonts.fitting("mean loss", 12, 7, width).getSize2D()).isEqualTo(9f, within(0.5f));
    }

    @Test
    void stopsAtTheSmallestSize() {
      assertThat(Fonts.fitting("mean loss", 12, 7, 1).getSize2D()).isEqualTo(7f);
    }
  }

  @Nested
  class LettersOfOtherScripts {

    /** Not assigned in Unicode, so no font has it. */
    private static final String UNASSIGNED = "\u0378";

    @Test
    void areFoundWhereTheFontLacksThem() {
      assertThat(Fonts.unreadable(List.of("Ankle boot", UNASSIGNED + "x", "7")))
          .containsExactly(UNASSIGNED + "x");
    }

    @Test
    void needAFontOfTheirScript() {
      assertThat(Fonts.fontFor("零")).isEqualTo("fonts-noto-cjk");
      assertThat(Fonts.fontFor("あ")).isEqualTo("fonts-noto-cjk");
      assertThat(Fonts.fontFor("शून्य")).isEqualTo("fonts-noto-core");
    }
  }

  @Nested
  class WithoutFonts {

    @Test
    void everyWayJavaFailsBecomesOneMessage() {
      List<Runnable> failures =
          List.of(
              () -> {
                throw new InternalError("InvocationTargetException");
              },
              () -> {
                throw new UnsatisfiedLinkError("libfreetype.so.6");
              },
              () -> {
                throw new NoClassDefFoundError("sun.font.FontManagerFactory");
              },
              () -> {
                throw new IllegalStateException("Fontconfig head is null");
              });
      assertThat(failures)
          .allSatisfy(
              failure ->
                  assertThatExceptionOfType(ChartException.class)
                      .isThrownBy(() -> Fonts.require(failure))
                      .withMessageStartingWith("cannot draw charts: Java finds no fonts")
                      .withMessageContaining("apt-get install fontconfig fonts-dejavu-core"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRealJvmSaysSoTheFirstAndTheSecondTime(@TempDir Path home)
        throws IOException, InterruptedException {
      Path noFonts = Files.writeString(home.resolve("fonts.conf"), "<fontconfig></fontconfig>");
      // A home of its own: Java caches the fonts it found under the user's.
      ProcessBuilder java =
          new ProcessBuilder(
              ChildJvm.command("-Duser.home=" + home, DrawWithoutFonts.class.getName()));
      java.environment().put("FONTCONFIG_FILE", noFonts.toString());
      Process process = java.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(
              output.lines().filter(line -> line.startsWith("cannot draw charts: Java finds no")))
          .as(output)
          .hasSize(2);
    }
  }
}
