package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tab that WebDriver BiDi drives.
final class FirefoxTab implements Tab {
    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final Map<String, String> KEYS =
            Map.of("Enter", "\uE007", "Escape", "\uE00C", "Tab", "\uE004");

    private static final String CAN_BE_PRESSED =
            """
            (selector) => {
              const found = document.querySelector(selector);
              return !!found && found.checkVisibility({ visibilityProperty: true }) && !found.disabled;
            }
            """;

    /// Whether an element can be pressed, stands still, and is what a finger at its middle meets. A
    /// tab in the background draws no frames: a timer has to do.
    private static final String STANDS_STILL =
            """
            async (selector) => {
              const found = document.querySelector(selector);
              if (!found?.checkVisibility({ visibilityProperty: true }) || found.disabled) return false;
              found.scrollIntoView({ behavior: 'instant' });
              const place = () => {
                const { x, y, width, height } = found.getBoundingClientRect();
                return [x, y, width, height];
              };
              const before = place();
              await new Promise((then) => setTimeout(then, 40));
              const [x, y, width, height] = place();
              if (!found.isConnected || String([x, y, width, height]) !== String(before)) return false;
              return found.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            }
            """;

    private static final String FILL =
            """
            ([selector, text]) => {
              const field = document.querySelector(selector);
              field.focus();
              field.value = text;
              field.dispatchEvent(new Event('input', { bubbles: true }));
              field.dispatchEvent(new Event('change', { bubbles: true }));
            }
            """;

    private final WebDriverBidi bidi;
    private final String context;

    FirefoxTab(WebDriverBidi bidi, String context) {
        this.bidi = bidi;
        this.context = context;
    }

    @Override
    public void navigate(String url) {
        bidi.ask(
                "browsingContext.navigate",
                Map.of("context", context, "url", url, "wait", "complete"));
    }

    @Override
    public @Nullable Object evaluate(String function, @Nullable Object argument) {
        String call =
                "async (json) => JSON.stringify(await ("
                        + function
                        + ")(JSON.parse(json))) ?? 'null'";
        JsonNode result =
                bidi.ask(
                        "script.callFunction",
                        Map.of(
                                "functionDeclaration",
                                call,
                                "awaitPromise",
                                true,
                                "userActivation",
                                true,
                                "target",
                                Map.of("context", context),
                                "arguments",
                                List.of(
                                        Map.of(
                                                "type",
                                                "string",
                                                "value",
                                                JsonMapper.shared()
                                                        .writeValueAsString(argument)))));
        if (!result.path("type").asString("").equals("success")) {
            throw new AssertionError(
                    result.path("exceptionDetails").path("text").asString("an exception")
                            + "; console "
                            + console());
        }
        return JsonMapper.shared()
                .readValue(result.path("result").path("value").asString("null"), Object.class);
    }

    /// Runs a script as if the page had it; the page's Content-Security-Policy has no say.
    void run(String script) {
        bidi.ask(
                "script.evaluate",
                Map.of(
                        "expression",
                        script,
                        "awaitPromise",
                        false,
                        "target",
                        Map.of("context", context)));
    }

    /// Closes it, as a person does.
    void close() {
        bidi.ask("browsingContext.close", Map.of("context", context));
    }

    @Override
    public void fill(String selector, String text) {
        await(CAN_BE_PRESSED, selector);
        evaluate(FILL, List.of(selector, text));
    }

    @Override
    public void click(String selector) {
        await(STANDS_STILL, selector);
        JsonNode node =
                bidi.ask(
                                "browsingContext.locateNodes",
                                Map.of(
                                        "context",
                                        context,
                                        "locator",
                                        Map.of("type", "css", "value", selector),
                                        "maxNodeCount",
                                        1))
                        .path("nodes")
                        .path(0);
        Map<String, Object> element =
                Map.of(
                        "type",
                        "element",
                        "element",
                        Map.of("sharedId", node.path("sharedId").asString("")));
        perform(
                "pointer",
                List.of(
                        Map.of("type", "pointerMove", "x", 0, "y", 0, "origin", element),
                        Map.of("type", "pointerDown", "button", 0),
                        Map.of("type", "pointerUp", "button", 0)));
    }

    @Override
    public void press(String key) {
        String value = KEYS.getOrDefault(key, key);
        perform(
                "key",
                List.of(
                        Map.of("type", "keyDown", "value", value),
                        Map.of("type", "keyUp", "value", value)));
    }

    private void perform(String device, List<Map<String, Object>> actions) {
        bidi.ask(
                "input.performActions",
                Map.of(
                        "context",
                        context,
                        "actions",
                        List.of(Map.of("type", device, "id", device, "actions", actions))));
    }

    private void await(String state, String selector) {
        Patience.until(
                selector + " to be pressed",
                LIMIT,
                () -> Boolean.TRUE.equals(evaluate(state, selector)),
                () -> "console " + console());
    }

    @Override
    public @Nullable String attribute(String selector, String name) {
        return (String)
                evaluate(
                        "([s, name]) => document.querySelector(s)?.getAttribute(name) ?? null",
                        List.of(selector, name));
    }

    @Override
    public String text(String selector) {
        return String.valueOf(
                evaluate("(s) => document.querySelector(s)?.textContent ?? ''", selector));
    }

    @Override
    public void screenshot(Path file) {
        JsonNode shot = bidi.ask("browsingContext.captureScreenshot", Map.of("context", context));
        try {
            Files.write(file, Base64.getDecoder().decode(shot.path("data").asString("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What pages of this browser have written to their console.
    List<String> console() {
        return bidi.console();
    }
}
