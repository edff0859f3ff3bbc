package mnist4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mnist4j.DigitClassifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in headless Chromium, where Chromium and its driver are installed. Its screenshots lie
 * in {@code target/serve}.
 */
class PageTest {

  private static final Path DRAWN = Path.of("src/test/resources/mnist4j/drawn");
  private static final Path SCREENSHOTS = Path.of("target/serve");

  private static final int[] SEVEN = {-90, -100, 0, -102, 90, -105, 50, -20, 10, 60, -20, 130};
  private static final int[] ONE = {0, -130, 0, -40, 0, 40, 0, 130};

  /** Keys of the WebDriver protocol. */
  private static final String UP = "\uE013";

  private static final String DOWN = "\uE015";
  private static final String ENTER = "\uE007";
  private static final String DELETE = "\uE017";
  private static final String CONTROL = "\uE009";

  /** Is being opened until a test completes it. */
  private static final CompletableFuture<DigitClassifier> LATE = new CompletableFuture<>();

  @TempDir private static Path profile;

  private static ClassifierServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> driver = Browser.driver();
    assumeTrue(driver.isPresent(), "chromedriver is not installed");
    Map<String, ServedNetwork> networks = new LinkedHashMap<>();
    for (String name : List.of("cnn-best", "perceptron", "numpy-mlp")) {
      networks.put(name, ServedNetwork.ofDigits(() -> DigitClassifier.pretrained(name)));
    }
    networks.put("late", ServedNetwork.ofDigits(LATE::join));
    server =
        new ClassifierServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), networks, failure -> {});
    server.start();
    browser = Browser.start(driver.get(), profile);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.open("http://127.0.0.1:%d/".formatted(server.address().getPort()));
    browser.await("return document.querySelectorAll('#network option').length === 4");
  }

  /** The first pixels of a stroke are refused as no digit, and the test reads back a canvas. */
  @AfterEach
  void theBrowserHasNothingElseToComplainAbout() throws Exception {
    assertThat(browser.complaints())
        .allMatch(line -> line.contains("status of 400") || line.contains("willReadFrequently"));
  }

  private static void expectLabel(String label) throws Exception {
    browser.await("return document.getElementById('label').textContent === '%s'".formatted(label));
  }

  private static long ink() throws Exception {
    return browser
        .run(
            "const c = document.getElementById('preview');"
                + "return c.getContext('2d').getImageData(0, 0, 28, 28).data"
                + ".filter((v, i) => i % 4 === 0 && v < 255).length")
        .asLong();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mouse", "pen", "touch"})
  void classifiesWhatIsDrawn(String pointer) throws Exception {
    assertThat(ink()).isZero();
    browser.drag("#drawing", pointer, SEVEN);
    expectLabel("7");
    assertThat(ink()).isBetween(40L, 300L);
    assertThat(browser.text("tr.best th")).isEqualTo("7");
    browser.await("return document.getElementById('spoken').textContent.startsWith('7. ')");
    assertThat(browser.run("return document.querySelectorAll('#bars tr').length").asInt())
        .isEqualTo(10);
  }

  @Test
  void undoesAndClears() throws Exception {
    browser.drag("#drawing", "mouse", ONE);
    expectLabel("1");
    browser.drag("#drawing", "mouse", -100, -130, 0, -130, 100, -130);
    expectLabel("7");
    browser.click("#undo");
    expectLabel("1");
    browser.click("#clear");
    expectLabel("–");
    assertThat(ink()).isZero();
    browser.click("#undo");
    expectLabel("1");
    browser.press(CONTROL + "z");
    expectLabel("–");
    assertThat(browser.run("return document.getElementById('undo').disabled").asBoolean()).isTrue();
  }

  @Test
  void takesAnUpload() throws Exception {
    browser.run(
        """
        const decode = window.createImageBitmap;
        window.bitmaps = [];
        window.createImageBitmap = async (file) => {
          bitmaps.push(await decode(file));
          return bitmaps.at(-1);
        };
        """);
    browser.type("#file", DRAWN.resolve("3-01.png").toAbsolutePath().toString());
    expectLabel("3");
    browser.type("#file", DRAWN.resolve("5-05.jpg").toAbsolutePath().toString());
    expectLabel("5");
    // A closed one has no size.
    assertThat(browser.run("return bitmaps.map((bitmap) => bitmap.width).join()").asText())
        .isEqualTo("0,0");
    browser.click("#undo");
    expectLabel("3");
  }

  @ParameterizedTest
  @CsvSource({
    "drop,  new DragEvent('drop'; {dataTransfer: transfer; bubbles: true; cancelable: true})",
    "paste, new ClipboardEvent('paste'; {clipboardData: transfer; bubbles: true; cancelable: true})"
  })
  void takesAPictureThatIsDroppedOrPasted(String way, String event) throws Exception {
    String picture =
        Base64.getEncoder().encodeToString(Files.readAllBytes(DRAWN.resolve("3-01.png")));
    browser.run(
        "const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));".formatted(picture)
            + "const transfer = new DataTransfer();"
            + "transfer.items.add(new File([bytes], '%s.png', {type: 'image/png'}));".formatted(way)
            + "document.body.dispatchEvent(%s)".formatted(event.replace(';', ',')));
    expectLabel("3");
  }

  /** The second pointer comes down in the middle of the stroke, and moves beside it. */
  @Test
  void drawsWithOnePointerAtATime() throws Exception {
    browser.drag(
        "#drawing", Map.of("pen", ONE, "touch", new int[] {-150, -140, -150, 140, 150, 140}));
    expectLabel("1");
    browser.drag("#drawing", "touch", -100, -130, 0, -130, 100, -130);
    expectLabel("7");
  }

  /** The file is refused while the answer to the drawing is still on its way. */
  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    browser.run(
        """
        const ask = window.fetch;
        const held = new Promise((resolve) => window.release = resolve);
        window.fetch = async (...request) => {
          await held;
          const answer = await ask(...request);
          window.asked = request[0];
          return answer;
        };
        const decode = window.createImageBitmap;
        window.createImageBitmap = (file) => decode(file).finally(() => window.refused = true);
        """);
    browser.drag("#drawing", "mouse", SEVEN);
    browser.type("#file", Path.of("pom.xml").toAbsolutePath().toString());
    browser.await("return window.refused");
    String said =
        "return document.getElementById('note').textContent === 'This browser cannot read that file"
            + " as a picture.'";
    browser.await(said);
    browser.run("release()");
    expectLabel("7");
    assertThat(browser.run(said).asBoolean()).isTrue();
    browser.click("#network option:nth-child(2)");
    browser.await(
        "return window.asked.endsWith('=perceptron')"
            + " && document.getElementById('result').ariaBusy === 'false'");
    assertThat(browser.run(said).asBoolean()).isTrue();
    browser.click("#undo");
    browser.await("return !document.getElementById('note').textContent");
  }

  @Test
  void showsThatItWaitsAndGivesUp() throws Exception {
    browser.drag("#drawing", "mouse", SEVEN);
    expectLabel("7");
    browser.await("return document.getElementById('result').ariaBusy === 'false'");
    browser.run(
        "AbortSignal.timeout = (limit) => {"
            + " window.limit = limit; window.wait = new AbortController(); return window.wait.signal; }");
    browser.click("#network option:nth-child(4)");
    browser.await("return window.limit === 20000");
    browser.await("return getComputedStyle(document.getElementById('result')).opacity < 0.5");
    assertThat(browser.run("return document.getElementById('result').ariaBusy").asText())
        .isEqualTo("true");
    browser.run("window.wait.abort()");
    browser.await("return document.getElementById('result').ariaBusy === 'false'");
    assertThat(browser.text("#note")).isEqualTo("The server does not answer. Is it still running?");
    LATE.complete(DigitClassifier.pretrained("cnn-best"));
    browser.click("#network option:nth-child(1)");
    expectLabel("7");
  }

  /** Twenty answers, each 100 ms after its question by the page's clock, while the pen is down. */
  @Test
  void doesNotWaitWhileEachAnswerIsQuick() throws Exception {
    browser.run(
        """
        const result = document.getElementById('result');
        window.waits = 0;
        new MutationObserver(() => waits += result.ariaBusy === 'true')
            .observe(result, {attributeFilter: ['aria-busy']});
        let now = 0;
        const timers = new Map();
        window.setTimeout = (call, delay) => {
          timers.set(timers.size + 1, {call, due: now + delay});
          return timers.size;
        };
        window.clearTimeout = (timer) => timers.set(timer, {due: Infinity});
        const press = (key) =>
            document.getElementById('drawing').dispatchEvent(new KeyboardEvent('keydown', {key}));
        const ask = window.fetch;
        window.answers = 0;
        window.fetch = async (...request) => {
          const answer = await ask(...request);
          now += 100;
          timers.forEach(({call, due}) => due <= now && call());
          if (++answers < 20) {
            press('ArrowDown');
          }
          return answer;
        };
        press(' ');
        """);
    browser.await("return answers === 20 && document.getElementById('result').ariaBusy !== 'true'");
    assertThat(browser.run("return waits").asInt()).isZero();
  }

  /** Its timers of two seconds run out by hand. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Response('{\"error\": \"busy\"}', {status: 503})",
        "Promise.reject(new TypeError())"
      })
  void asksAgainWhatGotNoAnswer(String failure) throws Exception {
    browser.run(
        """
        window.pending = [];
        const later = window.setTimeout;
        const cancel = window.clearTimeout;
        window.setTimeout = (call, delay) => delay === 2000 ? -pending.push(call) : later(call, delay);
        window.clearTimeout = (timer) => timer < 0 ? delete pending[-timer - 1] : cancel(timer);
        window.elapse = () => pending.splice(0).forEach((call) => call());
        const ask = window.fetch;
        window.asked = 0;
        window.fetch = async () => { asked++; return %s; };
        window.recover = () => window.fetch = ask;
        """
            .formatted(failure));
    String waits =
        "return Object.keys(pending).length === 1 && asked >= %d"
            + " && document.getElementById('note').className === 'warning'";
    browser.drag("#drawing", "mouse", SEVEN);
    browser.await(waits.formatted(1));
    int asked = browser.run("const before = asked; elapse(); return before").asInt();
    browser.await(waits.formatted(asked + 1));
    browser.run("recover(); elapse()");
    expectLabel("7");
    assertThat(browser.text("#note")).endsWith(" %");
    assertThat(browser.run("return Object.keys(pending).length").asInt()).isZero();
  }

  @Test
  void asksAgainForTheListOfNetworks() throws Exception {
    browser.devTools("Network.enable", Map.of());
    browser.devTools("Network.setBlockedURLs", Map.of("urls", List.of("*/api/networks")));
    browser.open("http://127.0.0.1:%d/".formatted(server.address().getPort()));
    browser.await("return document.getElementById('note').className === 'warning'");
    browser.drag("#drawing", "mouse", SEVEN);
    expectLabel("7");
    browser.devTools("Network.setBlockedURLs", Map.of("urls", List.of()));
    browser.await("return document.querySelectorAll('#network option').length === 4");
    expectLabel("7");
    assertThat(browser.complaints()).allMatch(line -> line.contains("/api/"));
  }

  /** The first request fails, the second is answered, each once another network is chosen. */
  @Test
  void showsNothingOfANetworkThatIsNoLongerChosen() throws Exception {
    browser.run(
        """
        const ask = window.fetch;
        window.held = [];
        window.fetch = (...request) => new Promise((resolve, reject) =>
            held.push({answer: () => resolve(ask(...request)), fail: reject}));
        """);
    browser.drag("#drawing", "mouse", SEVEN);
    browser.await("return held.length === 1");
    browser.click("#network option:nth-child(2)");
    browser.run("held[0].fail()");
    browser.await("return held.length === 2");
    assertThat(browser.text("#note")).isEmpty();
    browser.click("#network option:nth-child(3)");
    browser.run("held[1].answer()");
    browser.await("return held.length === 3");
    assertThat(browser.text("#label")).isEqualTo("–");
    browser.run("held[2].answer()");
    expectLabel("7");
    assertThat(browser.text("#unit")).isEqualTo("Output of each class");
  }

  @ParameterizedTest
  @CsvSource({
    "'-3, 5, 25', '0% 20% 100%', c",
    "'-3, -2, -5', '0% 0% 0%', b",
    "'0, 0.25, 0.5', '0% 25% 50%', c"
  })
  void scalesBarsToTheLargestOutput(String outputs, String widths, String best) throws Exception {
    answerWith(outputs, "a", "b", "c");
    browser.drag("#drawing", "mouse", SEVEN);
    browser.await("return document.querySelectorAll('#bars tr').length === 3");
    assertThat(
            browser
                .run(
                    "return [...document.querySelectorAll('.bar')].map((bar) => bar.style.width).join(' ')")
                .asText())
        .isEqualTo(widths);
    assertThat(browser.text("tr.best th")).isEqualTo(best);
  }

  /** From now on, whatever the drawing, as of a network with a linear last layer. */
  private static void answerWith(String outputs, String... names) throws Exception {
    browser.run(
        """
        const answer = {
          label: '%1$s', probability: 1, probabilities: [%2$s], classNames: ['%3$s'],
          givesProbabilities: false, unsure: true, clearlyDigit: true, width: 1, height: 1, pixels: [0]
        };
        window.fetch = async () => new Response(JSON.stringify(answer));
        """
            .formatted(names[0], outputs, String.join("', '", names)));
  }

  @Test
  void endsAStrokeWhoseEndTheBrowserKeptToItself() throws Exception {
    browser.run(
        "window.addEventListener('pointerup', (event) => event.stopImmediatePropagation(),"
            + " {capture: true, once: true})");
    browser.drag("#drawing", "mouse", ONE);
    browser.drag("#drawing", "mouse", -100, -130, 0, -130, 100, -130);
    expectLabel("7");
    browser.click("#undo");
    expectLabel("1");
  }

  @Test
  void undoesFiftyTimes() throws Exception {
    int undone =
        browser
            .run(
                """
                const press = (key) =>
                    document.getElementById('drawing').dispatchEvent(new KeyboardEvent('keydown', {key}));
                for (let i = 0; i < 60; i++) {
                  press(' ');
                  press(' ');
                }
                let undone = 0;
                for (const undo = document.getElementById('undo'); !undo.disabled; undone++) {
                  undo.click();
                }
                return undone;
                """)
            .asInt();
    assertThat(undone).isEqualTo(50);
  }

  @Test
  void showsWhiteInkOnTransparency() throws Exception {
    browser.run(
        """
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 100;
        const context = canvas.getContext('2d');
        context.fillStyle = 'white';
        context.fillRect(45, 10, 10, 80);
        canvas.toBlob((blob) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([blob], '1.png', {type: 'image/png'}));
          document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
        });
        """);
    expectLabel("1");
    browser.screenshot(SCREENSHOTS.resolve("transparent.png"));
    assertThat(
            browser
                .run(
                    "const context = document.getElementById('drawing').getContext('2d');"
                        + "const red = (x, y) => context.getImageData(x, y, 1, 1).data[0];"
                        + "return red(280, 280) - red(10, 10)")
                .asInt())
        .isGreaterThan(50);
  }

  @Test
  void isDrawnOnWithTheKeyboardAlone() throws Exception {
    assertThat(browser.run("return document.getElementById('drawing').role").asText())
        .isEqualTo("application");
    browser.run("document.getElementById('drawing').focus()");
    for (String keys : List.of(UP.repeat(10), " ", DOWN.repeat(20), " ")) {
      browser.press(keys);
    }
    expectLabel("1");
    browser.press(DELETE);
    expectLabel("–");
  }

  @Test
  void keepsTheKeyboardsPlaceWhenAButtonIsOfNoMoreUse() throws Exception {
    for (String button : List.of("clear", "undo")) {
      open();
      browser.drag("#drawing", "mouse", SEVEN);
      expectLabel("7");
      browser.run("document.getElementById('%s').focus()".formatted(button));
      browser.press(ENTER);
      expectLabel("–");
      assertThat(browser.run("return document.activeElement.id").asText()).isEqualTo("drawing");
      assertThat(browser.text("#spoken")).isEqualTo(button.equals("clear") ? "Cleared." : "");
    }
  }

  @Test
  void asksTheNetworkThatIsChosen() throws Exception {
    browser.drag("#drawing", "mouse", SEVEN);
    expectLabel("7");
    browser.click("#network option:nth-child(2)");
    browser.await("return document.querySelectorAll('#bars tr').length === 2");
    browser.click("#network option:nth-child(3)");
    browser.await("return document.querySelectorAll('#bars tr').length === 10");
    assertThat(browser.text("#note")).matches("-?\\d\\.\\d{3}");
    assertThat(browser.text("#unit")).isEqualTo("Output of each class");
  }

  @Test
  void saysWhenItIsNoDigit() throws Exception {
    browser.drag("#drawing", "mouse", -60, -60, 60, 60, -60, 60, 60, -60, 0, 0);
    // The beginning of the stroke may be one.
    browser.await(
        "return document.getElementById('note').textContent.startsWith('Not clearly a digit. ')");
    assertThat(browser.run("return document.getElementById('note').className").asText())
        .isEqualTo("warning");
  }

  @Test
  void fitsLightDarkAndNarrowScreens() throws Exception {
    browser.drag("#drawing", "mouse", SEVEN);
    expectLabel("7");
    browser.screenshot(SCREENSHOTS.resolve("light.png"));
    emulate("dark", 1000, 800);
    browser.screenshot(SCREENSHOTS.resolve("dark.png"));
    emulate("light", 320, 900);
    assertThat(browser.run("return document.documentElement.scrollWidth <= 320").asBoolean())
        .isTrue();
    browser.screenshot(SCREENSHOTS.resolve("narrow.png"));
    emulate("light", 1000, 800);
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 800, 1000})
  void fitsLongNames(int width) throws Exception {
    String name = "longname".repeat(12);
    answerWith("1, -20.5, 3", name, "Ankle boot", "several words ".repeat(7));
    emulate("light", width, 1300);
    browser.run(
        "document.querySelector('#network').replaceChildren(new Option('%s'))".formatted(name));
    browser.drag("#drawing", "mouse", ONE);
    expectLabel(name);
    browser.screenshot(SCREENSHOTS.resolve("long-names-%d.png".formatted(width)));
    assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    emulate("light", 1000, 800);
  }

  @Test
  void showsEveryBarInForcedColours() throws Exception {
    browser.drag("#drawing", "mouse", SEVEN);
    expectLabel("7");
    browser.devTools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "forced-colors", "value", "active"))));
    assertThat(browser.run("return matchMedia('(forced-colors: active)').matches").asBoolean())
        .isTrue();
    String colour = "return getComputedStyle(document.querySelector('%s')).backgroundColor";
    String track = browser.run(colour.formatted(".track")).asText();
    for (String bar : List.of(".bar", ".best .bar")) {
      assertThat(browser.run(colour.formatted(bar)).asText()).as(bar).isNotEqualTo(track);
    }
    browser.devTools("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  private static void emulate(String scheme, int width, int height) throws Exception {
    browser.devTools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  @Test
  void loadsNothingFromElsewhere() throws Exception {
    String origin = "http://127.0.0.1:%d/".formatted(server.address().getPort());
    assertThat(
            browser.run(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)"))
        .hasSizeGreaterThan(2)
        .allMatch(name -> name.asText().startsWith(origin));
  }
}
