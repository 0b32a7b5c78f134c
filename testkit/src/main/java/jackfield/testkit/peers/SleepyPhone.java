package jackfield.testkit.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A Firefox in which somebody has the phone, closes its tab, and is woken by push messages. One
/// more tab of the same place stays open, from where its notifications are read.
public final class SleepyPhone implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final String NOTIFICATIONS =
            """
            async () => (await (await navigator.serviceWorker.getRegistration('/'))?.getNotifications() ?? [])
              .map((each) => ({ title: each.title, tag: each.tag, body: each.body, data: each.data,
                actions: (each.actions ?? []).map((action) => action.action) }))
            """;

    /// In the place of the system's notifications, which a machine without a screen has none of:
    /// what is shown is kept, and can be clicked.
    private static final String ALERTS =
            """
            () => {
              const shown = new Map();
              globalThis.shownAlerts = shown;
              const close = (name) => {
                const one = shown.get(name);
                shown.delete(name);
                one?.listener?.observe(null, 'alertfinished', one.alert.cookie);
              };
              const service = {
                QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
                showAlert(alert, listener) {
                  shown.set(alert.name, { alert, listener });
                  listener?.observe(null, 'alertshow', alert.cookie);
                },
                closeAlert: close,
                getHistory: () => [],
                teardown() {},
                pbmTeardown() {},
              };
              Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
                Components.ID('{1f6b3c0e-52f4-4c63-8d3e-3c1f6a1f7b55}'), 'alerts', '@mozilla.org/alerts-service;1',
                { createInstance: (iid) => service.QueryInterface(iid) });
              return true;
            }
            """;

    private static final String CLICK =
            """
            ([title, action]) => {
              const one = [...globalThis.shownAlerts.values()].find(({ alert }) => alert.title.includes(title));
              if (!one) return 'shown are ' + [...globalThis.shownAlerts.values()].map(({ alert }) => alert.title);
              const { alert, listener } = one;
              const chosen = action ? [...alert.actions].find((each) => each.action === action) : null;
              if (action && !chosen) return 'no action ' + action;
              listener.observe(chosen, 'alertclickcallback', alert.cookie);
              return 'clicked';
            }
            """;

    private final Firefox firefox;
    private final FirefoxTab watching;
    private final String url;
    private @Nullable FirefoxTab tab;

    private SleepyPhone(Firefox firefox, String url) {
        this.firefox = firefox;
        this.url = url.replaceFirst("/$", "");
        watching = firefox.open("");
        watching.navigate(this.url + "/phone.json");
    }

    /// Starts the browser.
    ///
    /// @param url the page
    /// @param pem the authority it trusts
    /// @param service the push service of the browser
    public static SleepyPhone start(
            Path folder, String url, int toneHz, String pem, PushService service) {
        Firefox firefox = Firefox.start(folder, toneHz, service.preferences());
        try {
            var _ = firefox.privileged(ALERTS, "");
            return new SleepyPhone(firefox.trusts(pem), url);
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    /// Opens the phone in a tab.
    public PhonePage opens() {
        FirefoxTab opened = firefox.open(PhonePage.first());
        opened.navigate(url + "/");
        tab = opened;
        return PhonePage.in(opened);
    }

    /// Closes the tab of the phone.
    public void closesTab() {
        Objects.requireNonNull(tab).close();
        tab = null;
    }

    /// The notifications that are shown: title, tag, body, data, actions.
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> notifications() {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(watching.evaluate(NOTIFICATIONS, null));
    }

    /// Waits for a notification whose title contains this.
    public Map<String, Object> awaitNotification(String title) {
        List<Map<String, Object>> found = List.of();
        List<List<Map<String, Object>>> last = new java.util.ArrayList<>(List.of(found));
        Patience.until(
                "the notification " + title,
                LIMIT,
                () -> {
                    last.set(0, notifications());
                    return last.getFirst().stream()
                            .anyMatch(each -> String.valueOf(each.get("title")).contains(title));
                },
                () -> "shown " + last + "; console " + watching.console());
        return last.getFirst().stream()
                .filter(each -> String.valueOf(each.get("title")).contains(title))
                .findFirst()
                .orElseThrow();
    }

    /// Clicks a notification, or one of its buttons.
    ///
    /// @param title a part of its title
    /// @param action the button; empty for the notification itself
    public void clicks(String title, String action) {
        Object said = firefox.privileged(CLICK, List.of(title, action));
        if (!"clicked".equals(said)) {
            throw new AssertionError(title + ": " + said);
        }
    }

    /// Waits for the phone in a tab that the service worker opened, or brought to the front.
    public PhonePage awaitOpened() {
        FirefoxTab[] found = new FirefoxTab[1];
        Patience.until(
                "a tab with the phone",
                LIMIT,
                () -> {
                    found[0] = firefox.showing(url + "/#");
                    found[0] = found[0] == null ? exact() : found[0];
                    return found[0] != null;
                },
                () -> "console " + watching.console());
        tab = found[0];
        return PhonePage.in(found[0]);
    }

    private @Nullable FirefoxTab exact() {
        FirefoxTab page = firefox.showing(url + "/");
        return page != null && page.text("#phone").isEmpty() ? null : page;
    }

    @Override
    public void close() {
        firefox.close();
    }
}
