package jackfield.testkit.peers;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Whether those who can't see a page or don't use a mouse can use it, by axe-core: WCAG 2.0 to
/// 2.2, A and AA, and its best practices. It is a tool of web/, not a part of the built pages.
public final class Axe {
    private static final String FILE = "web/node_modules/axe-core/axe.min.js";

    /// One line for each element and rule.
    private static final String RUN =
            """
            async () => {
              const found = await window.axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              });
              return found.violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll('\\n', ' ')}`));
            }
            """;

    private Axe() {}

    /// What it finds wrong with a page as it is now.
    @SuppressWarnings("unchecked") // the script answers strings
    public static List<String> violations(Page page) {
        try {
            page.evaluate(Files.readString(script()) + "; 0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<String>) Objects.requireNonNull(page.evaluate(RUN));
    }

    /// Tests run in the folder of a module or at the root; the pages they look at may be built
    /// anywhere, so the way goes up from here and not from them.
    private static Path script() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(FILE);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException(
                "no " + FILE + " above " + here + ": run `npm ci` in web, or ./jackfield test");
    }
}
