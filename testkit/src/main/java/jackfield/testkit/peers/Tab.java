package jackfield.testkit.peers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A tab of a real browser, whichever it is: what a person does in it, and what a test asks of it.
interface Tab {
    void navigate(String url);

    /// Calls a function of JavaScript (`async` or not) and gives what it returns, as numbers,
    /// strings, lists and maps.
    ///
    /// @param function its source text, with at most one parameter
    /// @param argument numbers, strings, lists and maps, too
    @Nullable Object evaluate(String function, @Nullable Object argument);

    default @Nullable Object evaluate(String function) {
        return evaluate(function, null);
    }

    /// Writes into a field, in the place of what is there.
    void fill(String selector, String text);

    /// Waits until an element can be pressed, and presses it.
    void click(String selector);

    /// Presses a key: `Enter`, `Escape`, `5`.
    void press(String key);

    /// An attribute of an element, or null without such an attribute.
    @Nullable String attribute(String selector, String name);

    /// The text in an element, shown or not; empty where there is none.
    String text(String selector);

    void screenshot(Path file);
}
