package jackfield.testkit.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The example page of the client of `/signal` in a Firefox, used as a person uses it.
public final class SignalExample implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Firefox firefox;
    private final FirefoxTab tab;

    private SignalExample(Firefox firefox, FirefoxTab tab) {
        this.firefox = firefox;
        this.tab = tab;
    }

    /// Starts a Firefox that trusts the authority `pem` and opens the page.
    public static SignalExample open(Path folder, String url, String pem, int toneHz) {
        Firefox firefox = Firefox.start(folder, toneHz);
        try {
            FirefoxTab tab = firefox.trusts(pem).open("");
            tab.navigate(url);
            return new SignalExample(firefox, tab);
        } catch (AssertionError e) {
            firefox.close();
            throw e;
        }
    }

    public void signIn(String user, String password) {
        tab.fill("#user", user);
        tab.fill("#password", password);
        tab.click("#sign-in button");
        awaitStatus("online");
    }

    public void call(String user) {
        tab.fill("#callee", user);
        tab.click("#dial button");
    }

    public void answer() {
        awaitStatus("calls");
        tab.click("#answer");
    }

    public void end() {
        tab.click("#end");
    }

    /// Waits until the page says so.
    public void awaitStatus(String text) {
        Patience.until(
                "'" + text + "' on the page",
                LIMIT,
                () -> tab.text("#status").contains(text),
                () -> tab.text("#status") + "; console " + tab.console());
    }

    /// Waits until the strongest tone of the other side is `hz`, within 3 %.
    public void awaitTone(int hz) {
        double[] heard = new double[2];
        String ears = Ears.recorder("document.getElementById('remote').srcObject");
        Patience.until(
                "a tone of " + hz + " Hz",
                LIMIT,
                () -> {
                    List<?> peak = (List<?>) Objects.requireNonNull(tab.evaluate(ears));
                    heard[0] = ((Number) peak.get(0)).doubleValue();
                    heard[1] = ((Number) peak.get(1)).doubleValue();
                    return Math.abs(heard[0] - hz) < hz * 0.03 && heard[1] > -60;
                },
                () -> "heard " + heard[0] + " Hz at " + heard[1] + " dB; " + tab.text("#status"));
    }

    @Override
    public void close() {
        firefox.close();
    }
}
