package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Firefox without a window, driven by WebDriver BiDi: no geckodriver is needed. It has a
/// profile of its own that is removed at the end, and devices that need no hardware: its microphone
/// is a sine.
///
/// It trusts who it is told to trust and nobody else, as the browser of a person does who has
/// imported the node's root certificate.
public final class Firefox implements AutoCloseable {
    private static final Map<String, Object> PREFERENCES = new LinkedHashMap<>();

    static {
        // Devices and sound without a person.
        PREFERENCES.put("media.navigator.streams.fake", true);
        PREFERENCES.put("media.navigator.permission.disabled", true);
        PREFERENCES.put("media.autoplay.default", 0);
        PREFERENCES.put("media.autoplay.blocking_policy", 0);
        // Everything is on 127.0.0.0/8.
        PREFERENCES.put("media.peerconnection.ice.loopback", true);
        PREFERENCES.put("media.peerconnection.ice.obfuscate_host_addresses", false);
        PREFERENCES.put("network.proxy.type", 0);
        // Nothing is fetched from anywhere.
        PREFERENCES.put("media.gmp-manager.updateEnabled", false);
        PREFERENCES.put("media.gmp-provider.enabled", false);
        PREFERENCES.put("network.captive-portal-service.enabled", false);
        PREFERENCES.put("network.connectivity-service.enabled", false);
        PREFERENCES.put("browser.safebrowsing.malware.enabled", false);
        PREFERENCES.put("browser.safebrowsing.phishing.enabled", false);
        PREFERENCES.put("datareporting.policy.dataSubmissionEnabled", false);
        PREFERENCES.put("app.normandy.enabled", false);
        PREFERENCES.put("extensions.update.enabled", false);
        PREFERENCES.put("extensions.getAddons.cache.enabled", false);
        PREFERENCES.put("security.OCSP.enabled", 0);
        // One process for pages is enough, and a machine with many tests at once is small.
        PREFERENCES.put("dom.ipc.processCount", 1);
        PREFERENCES.put("dom.ipc.processPrelaunch.enabled", false);
    }

    private static final String TRUST =
            """
            (authority) => Cc['@mozilla.org/security/x509certdb;1']
              .getService(Ci.nsIX509CertDB).addCertFromBase64(authority, 'C,,')
            """;

    private final Path profile;
    private final Program program;
    private final WebDriverBidi bidi;

    private Firefox(Path profile, Program program, WebDriverBidi bidi) {
        this.profile = profile;
        this.program = program;
        this.bidi = bidi;
    }

    /// Starts it.
    ///
    /// @param folder for its profile and its log
    /// @param toneHz what its microphone hears
    public static Firefox start(Path folder, int toneHz) {
        return start(folder, toneHz, Map.of());
    }

    /// The same with further preferences: numbers, truths, and strings in quotes.
    static Firefox start(Path folder, int toneHz, Map<String, Object> more) {
        Path profile;
        try {
            profile = Files.createTempDirectory(folder, "firefox");
            Files.writeString(profile.resolve("user.js"), preferences(toneHz, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program =
                Program.start(
                        String.valueOf(profile.getFileName()),
                        folder,
                        List.of(
                                System.getenv()
                                        .getOrDefault("JACKFIELD_FIREFOX", "/usr/bin/firefox-esr"),
                                "--headless",
                                "--no-remote",
                                "--profile",
                                profile.toString(),
                                "--remote-debugging-port=0",
                                "--remote-allow-system-access"));
        try {
            Path written = profile.resolve("WebDriverBiDiServer.json");
            program.await("port of WebDriver BiDi", () -> port(written) > 0);
            URI address = URI.create("ws://127.0.0.1:" + port(written) + "/session");
            return new Firefox(profile, program, new WebDriverBidi(address));
        } catch (AssertionError e) {
            program.close();
            throw e;
        }
    }

    private static String preferences(int toneHz, Map<String, Object> more) {
        StringBuilder text = new StringBuilder();
        PREFERENCES.forEach((name, value) -> text.append(preference(name, value)));
        more.forEach((name, value) -> text.append(preference(name, value)));
        return text.append(preference("media.navigator.audio.fake_frequency", toneHz)).toString();
    }

    private static String preference(String name, Object value) {
        return "user_pref(\"" + name + "\", " + value + ");\n";
    }

    /// 0 as long as it has not chosen one.
    private static int port(Path written) {
        try {
            return JsonMapper.shared().readTree(Files.readString(written)).path("ws_port").asInt(0);
        } catch (IOException | tools.jackson.core.JacksonException notYet) {
            return 0;
        }
    }

    /// Trusts an authority for servers, as a person does who imports its certificate.
    ///
    /// @param pem one certificate
    public Firefox trusts(String pem) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        var _ = privileged(TRUST, base64);
        return this;
    }

    /// Opens an empty tab.
    ///
    /// @param first JavaScript that runs before the code of each page
    FirefoxTab open(String first) {
        String context =
                bidi.ask("browsingContext.create", Map.of("type", "tab"))
                        .path("context")
                        .asString("");
        if (!first.isEmpty()) {
            bidi.ask(
                    "script.addPreloadScript",
                    Map.of(
                            "functionDeclaration",
                            "() => {" + first + "}",
                            "contexts",
                            List.of(context)));
        }
        return new FirefoxTab(bidi, context);
    }

    /// The tab that shows an address which begins so; null where none does.
    @Nullable FirefoxTab showing(String url) {
        for (JsonNode each : bidi.ask("browsingContext.getTree", Map.of()).path("contexts")) {
            if (each.path("url").asString("").startsWith(url)) {
                return new FirefoxTab(bidi, each.path("context").asString(""));
            }
        }
        return null;
    }

    /// Runs a function of the browser's own, with everything a browser may do.
    @Nullable Object privileged(String function, Object argument) {
        JsonNode window =
                bidi.ask("browsingContext.getTree", Map.of("moz:scope", "chrome"))
                        .path("contexts")
                        .path(0)
                        .path("context");
        return new FirefoxTab(bidi, window.asString("")).evaluate(function, argument);
    }

    @Override
    public void close() {
        bidi.close();
        program.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftToTheTestsFolder) {
            // Its last processes may still write; the folder goes with the test.
        }
    }
}
