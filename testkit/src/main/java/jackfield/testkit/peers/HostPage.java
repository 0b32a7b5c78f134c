package jackfield.testkit.peers;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A page of somebody else, at an origin of its own, with the phone in a frame: it asks by
/// postMessage and writes down what it is told.
public final class HostPage implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int PORT = 8088;

    private final HttpServer server;
    private final String origin;
    private final List<String> console = new CopyOnWriteArrayList<>();
    private @Nullable Page page;

    private HostPage(HttpServer server, String origin) {
        this.server = server;
        this.origin = origin;
    }

    /// Serves the page at an address of this machine.
    ///
    /// @param phone the phone's URL
    public static HostPage at(String address, String phone) {
        String html =
                """
                <!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1>
                <iframe id="phone" src="%s" title="Phone" width="320" height="520"
                  allow="microphone; camera; autoplay"></iframe>
                <script>
                  window.told = [];
                  addEventListener('message', ({ data, origin }) => {
                    if (data?.jackfield) told.push({ ...data.jackfield, origin });
                  });
                  window.ask = (what, origin) =>
                    document.getElementById('phone').contentWindow.postMessage({ jackfield: what }, origin);
                </script></html>
                """
                        .formatted(phone);
        return serve(address, html.getBytes(StandardCharsets.UTF_8));
    }

    /// Serves a page that somebody wrote, as it is.
    public static HostPage of(String address, Path page) {
        try {
            return serve(address, Files.readAllBytes(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HostPage serve(String address, byte[] bytes) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(200, bytes.length);
                        exchange.getResponseBody().write(bytes);
                        exchange.close();
                    });
            server.start();
            return new HostPage(server, originAt(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The origin of the page at this address.
    public static String originAt(String address) {
        return "http://" + address + ":" + PORT;
    }

    /// Opens it in a browser.
    public HostPage open(BrowserContext browser) {
        return open(browser, "");
    }

    /// Opens it in a browser.
    ///
    /// @param query what stands behind its address: `?x=y`
    public HostPage open(BrowserContext browser, String query) {
        Page opened = browser.newPage();
        opened.onConsoleMessage(message -> console.add(message.text()));
        opened.onPageError(console::add);
        page = opened;
        opened.navigate(origin + "/" + query);
        return this;
    }

    /// The page itself.
    public Page page() {
        Page opened = page;
        if (opened == null) {
            throw new IllegalStateException("it is not open");
        }
        return opened;
    }

    /// The phone in its frame.
    public FrameLocator phone() {
        return page().frameLocator("#phone");
    }

    /// Asks for something.
    ///
    /// @param what `do` and what belongs to it
    /// @param phone the origin that may read it
    public void ask(Map<String, ?> what, String phone) {
        page().evaluate("([what, phone]) => window.ask(what, phone)", List.of(what, phone));
    }

    /// Waits until it was told of an event; gives the last of its kind as JSON.
    public String awaitEvent(String event) {
        Patience.until(
                "the event " + event,
                LIMIT,
                () -> !last(event).isEmpty(),
                () -> page().evaluate("() => JSON.stringify(window.told)") + " " + console);
        return last(event);
    }

    private String last(String event) {
        Object found =
                page().evaluate(
                                "(event) => JSON.stringify(window.told.findLast((each) => each.event"
                                        + " === event) ?? '')",
                                event);
        return "\"\"".equals(found) ? "" : String.valueOf(found);
    }

    /// Waits for new events from now on.
    public void forgetEvents() {
        page().evaluate("() => { window.told.length = 0; }");
    }

    /// True once anything was told.
    public boolean heardAnything() {
        return Boolean.TRUE.equals(page().evaluate("() => window.told.length > 0"));
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
        }
        server.stop(0);
    }
}
