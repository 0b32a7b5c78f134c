package jackfield.server.kamailio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that stand beside a kamailio.cfg: certificates, rtpengine, coturn.
final class Companions {
    private static final int LARGEST = 1 << 20;

    private Companions() {}

    /// `tls.cfg`: the certificate that the server shows.
    static void tls(Path path, Draft draft, List<Note> notes) {
        String section = "";
        int others = 0;
        for (String line : lines(path)) {
            if (line.startsWith("[")) {
                section = line;
                others += line.startsWith("[server:") && !line.equals("[server:default]") ? 1 : 0;
            } else if (section.equals("[server:default]")) {
                String value = value(line);
                switch (key(line)) {
                    case "certificate" -> draft.put("tls.certificate", value, "tls.cfg");
                    case "private_key" -> draft.put("tls.key", value, "tls.cfg");
                    case "require_certificate" -> {
                        if (value.equals("yes")) {
                            draft.put("sip.tls.client-auth", "required", "tls.cfg");
                        }
                    }
                    case "ca_list" -> draft.put("tls.client-authorities", value, "tls.cfg");
                    default -> {
                        // method and ciphers: TLS 1.2 and 1.3 with sound ciphers are what there is
                    }
                }
            }
        }
        if (others > 0) {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            0,
                            others + " further server profiles of tls.cfg: see tls.certificates"));
        }
    }

    private static void seconds(Map<String, String> all, String theirs, Draft draft, String ours) {
        String seconds = all.getOrDefault(theirs, "");
        if (seconds.matches("[1-9]\\d*")) {
            draft.put(ours, seconds + "s", "rtpengine.conf");
        }
    }

    /// `rtpengine.conf`: the addresses and ports of media.
    static void rtpengine(Path path, Draft draft) {
        Map<String, String> all = keys(path);
        String first = all.getOrDefault("port-min", "");
        String last = all.getOrDefault("port-max", "");
        if (first.matches("\\d+") && last.matches("\\d+")) {
            draft.put("media.rtp.range", first + "-" + last, "rtpengine.conf");
        }
        seconds(all, "timeout", draft, "media.silent-timeout");
        seconds(all, "silent-timeout", draft, "media.held-timeout");
        seconds(all, "offer-timeout", draft, "media.unanswered-timeout");
        String address = all.getOrDefault("interface", "").split(";", -1)[0].strip();
        address = address.substring(address.indexOf('/') + 1);
        int advertised = address.indexOf('!');
        if (advertised > 0) {
            draft.put("public.address", address.substring(advertised + 1), "rtpengine.conf");
        }
        String sessions = all.getOrDefault("max-sessions", "");
        if (sessions.matches("[1-9]\\d*")) {
            draft.put("limits.calls", sessions, "rtpengine.conf");
        }
    }

    /// `turnserver.conf`: the ports of STUN and TURN. Its users are not taken over: those of
    /// Jackfield are.
    static void turn(Path path, Draft draft, List<Note> notes) {
        Map<String, String> all = keys(path);
        put(draft, "turn.port", all.getOrDefault("listening-port", ""));
        put(draft, "turn.tls.port", all.getOrDefault("tls-listening-port", ""));
        String first = all.getOrDefault("min-port", "");
        String last = all.getOrDefault("max-port", "");
        if (first.matches("\\d+") && last.matches("\\d+")) {
            draft.put("turn.range", first + "-" + last, "turnserver.conf");
        }
        if (all.containsKey("user")) {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            0,
                            "the users of turnserver.conf: users of Jackfield are TURN users too"));
        }
        if (all.containsKey("static-auth-secret") || all.containsKey("use-auth-secret")) {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            0,
                            "the shared secret of turnserver.conf (time-limited credentials)"));
        }
    }

    private static void put(Draft draft, String key, String port) {
        if (port.matches("\\d{1,5}")) {
            draft.put(key, port, "turnserver.conf");
        }
    }

    private static Map<String, String> keys(Path path) {
        Map<String, String> all = new LinkedHashMap<>();
        lines(path).forEach(line -> all.putIfAbsent(key(line), value(line)));
        return all;
    }

    private static String key(String line) {
        int equals = line.indexOf('=');
        return (equals < 0 ? line : line.substring(0, equals)).strip();
    }

    private static String value(String line) {
        int equals = line.indexOf('=');
        String text = equals < 0 ? "" : line.substring(equals + 1).strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static List<String> lines(Path path) {
        try {
            if (Files.size(path) > LARGEST) {
                throw new IOException(path + " is larger than 1 MiB");
            }
            List<String> lines = new ArrayList<>();
            for (String raw :
                    Files.readString(path, StandardCharsets.ISO_8859_1).lines().toList()) {
                String line = raw.strip();
                if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
