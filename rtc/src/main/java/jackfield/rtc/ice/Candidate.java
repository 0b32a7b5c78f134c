package jackfield.rtc.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A candidate as the candidate attribute writes it (RFC 8839 section 5.1).
///
/// @param foundation equal for candidates that behave alike
/// @param component 1 for RTP (and all of a multiplexed stream), 2 for RTCP
/// @param transport lower case: `udp`, `tcp`
/// @param priority 0 to 2^31 - 1
/// @param endpoint where it is
/// @param type what kind it is
/// @param related the base of a reflexive or relayed one; null where it is not said
/// @param ufrag the generation a trickled one belongs to; null where it is not said
public record Candidate(
        String foundation,
        int component,
        String transport,
        long priority,
        Endpoint endpoint,
        CandidateType type,
        @Nullable Endpoint related,
        @Nullable String ufrag) {
    private static final int LONGEST_LINE = 1024;
    private static final int MOST_WORDS = 40;

    /// Reads `candidate:…`, with or without `a=` before it. A name in place of an address, such as
    /// the `.local` of mDNS, is Bad: we look nothing up, the peer's checks will show where it is.
    public static Parsed<Candidate> parse(String attribute) {
        String text = attribute.strip();
        text = text.startsWith("a=") ? text.substring(2) : text;
        if (!text.startsWith("candidate:") || text.length() > LONGEST_LINE) {
            return new Parsed.Bad<>("a=candidate", attribute);
        }
        String[] word = text.substring("candidate:".length()).split(" +", MOST_WORDS);
        if (word.length < 8 || !word[6].equals("typ") || !word[0].matches("[A-Za-z0-9+/]{1,32}")) {
            return new Parsed.Bad<>("a=candidate", attribute);
        }
        long component = number(word[1], 256);
        long priority = number(word[3], Integer.MAX_VALUE);
        long port = number(word[5], 0xffff);
        CandidateType type = CandidateType.of(word[7]);
        Endpoint endpoint = port < 0 ? null : Endpoint.literal(word[4], (int) port);
        if (component < 1 || priority < 0 || endpoint == null || type == null) {
            return new Parsed.Bad<>("a=candidate", attribute);
        }
        String relatedHost = extension(word, "raddr");
        return new Parsed.Ok<>(
                new Candidate(
                        word[0],
                        (int) component,
                        word[2].toLowerCase(Locale.ROOT),
                        priority,
                        endpoint,
                        type,
                        relatedHost == null ? null : related(relatedHost, extension(word, "rport")),
                        extension(word, "ufrag")));
    }

    /// The attribute without `a=`: `candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host`.
    public String write() {
        StringBuilder text = new StringBuilder(100).append("candidate:").append(foundation);
        text.append(' ').append(component).append(' ').append(transport);
        text.append(' ').append(priority).append(' ').append(endpoint.host());
        text.append(' ').append(endpoint.port()).append(" typ ").append(type.token());
        if (related != null) {
            text.append(" raddr ").append(related.host()).append(" rport ").append(related.port());
        }
        return ufrag == null ? text.toString() : text.append(" ufrag ").append(ufrag).toString();
    }

    /// The recommended formula (RFC 8445 section 5.1.2.1).
    ///
    /// @param localPreference 0 to 65535, by address
    public static long priority(CandidateType type, int localPreference, int component) {
        return (long) type.preference() << 24 | (long) localPreference << 8 | 256 - component;
    }

    /// The same text for the same type, base address and transport (RFC 8445 section 5.1.1.3).
    public static String foundation(CandidateType type, Endpoint base, String transport) {
        CRC32 crc = new CRC32();
        crc.update((type.token() + ' ' + base.host() + ' ' + transport).getBytes(UTF_8));
        return Long.toString(crc.getValue());
    }

    private static @Nullable Endpoint related(String host, @Nullable String portText) {
        long port = portText == null ? 0 : number(portText, 0xffff);
        return Endpoint.literal(host, (int) Math.max(port, 0));
    }

    /// The value of an extension: they come in pairs after the type.
    private static @Nullable String extension(String[] word, String name) {
        for (int i = 8; i + 1 < word.length; i += 2) {
            if (word[i].equals(name)) {
                return word[i + 1];
            }
        }
        return null;
    }

    private static long number(String text, long most) {
        if (!text.matches("[0-9]{1,10}")) {
            return -1;
        }
        long value = Long.parseLong(text);
        return value <= most ? value : -1;
    }
}
