package jackfield.media.dtmf;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A digit in the body of a SIP INFO request. There is no RFC for it; two bodies are in use.
/// `application/dtmf-relay`:
///
/// ```
/// Signal=5
/// Duration=160
/// ```
///
/// and `application/dtmf`, the digit alone.
///
/// @param event see [DtmfCode]
/// @param durationMs how long the key was down
public record DtmfInfo(int event, int durationMs) {
    /// The body with a duration.
    public static final String RELAY = "application/dtmf-relay";

    /// The digit alone.
    public static final String DIGIT = "application/dtmf";

    /// What is meant where nothing is said.
    public static final int USUAL_MS = 250;

    private static final int LONGEST_BODY = 256;
    private static final int SHORTEST_MS = 40;
    private static final int LONGEST_MS = 10_000;

    public DtmfInfo {
        if (event < 0 || event > DtmfCode.FLASH || durationMs <= 0) {
            throw new IllegalArgumentException(event + " " + durationMs);
        }
    }

    /// Reads a body.
    ///
    /// @param type the Content-Type; its parameters don't matter
    public static Parsed<DtmfInfo> parse(String type, byte[] body) {
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        String text =
                new String(
                        body, 0, Math.min(body.length, LONGEST_BODY), StandardCharsets.ISO_8859_1);
        if (body.length > LONGEST_BODY) {
            return new Parsed.Bad<>("DTMF body", text);
        }
        return switch (bare) {
            case RELAY -> relay(text);
            case DIGIT -> digit(text, USUAL_MS);
            default -> new Parsed.Bad<>("Content-Type of a digit", type);
        };
    }

    private static Parsed<DtmfInfo> relay(String text) {
        String signal = "";
        int duration = USUAL_MS;
        for (String line : text.split("\r\n|\r|\n")) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = line.substring(equals + 1).strip();
            switch (line.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "signal" -> signal = value;
                case "duration" -> {
                    if (!value.matches("[0-9]{1,6}")) {
                        return new Parsed.Bad<>("Duration", value);
                    }
                    duration = Math.clamp(Integer.parseInt(value), SHORTEST_MS, LONGEST_MS);
                }
                default -> {}
            }
        }
        return digit(signal, duration);
    }

    /// The digit as a symbol, or an event code of two figures (10 to 16) as some phones write `*`.
    private static Parsed<DtmfInfo> digit(String text, int duration) {
        String bare = text.strip();
        int event = -1;
        if (bare.length() == 1) {
            event = DtmfCode.of(bare.charAt(0));
        } else if (bare.matches("1[0-6]")) {
            event = Integer.parseInt(bare);
        } else if (bare.equalsIgnoreCase("hf") || bare.equalsIgnoreCase("flash")) {
            event = DtmfCode.FLASH;
        }
        return event < 0
                ? new Parsed.Bad<>("Signal", bare)
                : new Parsed.Ok<>(new DtmfInfo(event, duration));
    }

    /// The body of [#RELAY].
    public byte[] relayBody() {
        String signal = event == DtmfCode.FLASH ? "hf" : String.valueOf(DtmfCode.symbol(event));
        return ("Signal=" + signal + "\r\nDuration=" + durationMs + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The body of [#DIGIT].
    public byte[] digitBody() {
        String signal = event == DtmfCode.FLASH ? "16" : String.valueOf(DtmfCode.symbol(event));
        return (signal + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
