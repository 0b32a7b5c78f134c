package jackfield.roles.relay.ng;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The names that senders use, and which of them we know. What is unknown is told once, up to a
/// bound, and passed over: senders carry flags of many years.
final class NgWords {
    private static final int MOST_TOLD = 200;
    private static final int LONGEST_TOLD = 60;

    /// Other spellings, beside those that differ in case, blanks, hyphens and underscores.
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("callid", "call-id"),
                    Map.entry("fromtag", "from-tag"),
                    Map.entry("totag", "to-tag"),
                    Map.entry("viabranch", "via-branch"),
                    Map.entry("transport", "transport-protocol"),
                    Map.entry("from-label", "label"),
                    Map.entry("t.38", "t38"),
                    Map.entry("t-38", "t38"),
                    Map.entry("rtcpmux", "rtcp-mux"),
                    Map.entry("icelite", "ice-lite"),
                    Map.entry("digit", "code"),
                    Map.entry("dtmf-code", "code"),
                    Map.entry("recordcall", "record-call"));

    private static final Set<String> KEYS =
            words(
                    "command sdp call-id from-tag to-tag via-branch transport-protocol ice ice-lite"
                            + " dtls dtls-fingerprint sdes osrtp rtcp-mux bundle replace direction"
                            + " address-family received-from media-address label set-label to-label"
                            + " metadata codec ptime ptime-reverse record-call recording-file"
                            + " recording-dir recording-pattern output-destination tos delete-delay"
                            + " endpoint-learning generate-rtcp audio-player media-echo drop-traffic"
                            + " delay-buffer t38 t38-version sdp-attr sdp-media-remove extmap moh"
                            + " alias-key dtmf-log-dest xmlrpc-callback sip-message-type sip-code"
                            + " supports template repacketize flags rtpp-flags from-interface"
                            + " to-interface interface peer inbound-peer outbound-peer limit address all"
                            + " trigger trigger-end trigger-end-time trigger-end-digits dtmf-security"
                            + " dtmf-security-trigger dtmf-security-trigger-end dtmf-delay frequency"
                            + " volume code duration pause file blob blob64 db-id repeat-times"
                            + " repeat-duration start-pos codec-set block-egress from-tags to-call-id"
                            + " medias media instance pause-recording body source-tag source-call-id"
                            + " calls tags dtls-reverse media-timeout");

    private static final Set<String> FLAGS =
            words(
                    "trust-address sip-source-address symmetric asymmetric strict-source"
                            + " media-handover port-latching no-port-latching loop-protect record-call"
                            + " generate-mid no-rtcp-attribute full-rtcp-attribute trickle-ice reject-ice"
                            + " fragment original-sendrecv unidirectional reset reuse-codecs"
                            + " no-codec-renegotiation single-codec static-codecs"
                            + " allow-asymmetric-codecs allow-no-codec-media always-transcode"
                            + " force-transcoding allow-transcoding no-jitter-buffer inject-dtmf"
                            + " detect-dtmf block-dtmf nat-wait pierce-nat pad-crypto recrypt no-tls-id"
                            + " webrtc new-branch provisional directional all to-tag debug early-media"
                            + " block-egress block-short bidirectional mix rtcp-mirror siprec inactive"
                            + " passthrough no-passthrough no-redis-update exclude-recording"
                            + " skip-recording-db discard-recording recording-announcement fast fatal"
                            + " egress unsubscribe mirror internal external symmetric-codecs"
                            + " asymmetric-codecs strip-extmap block-media silence-media generate-rtcp"
                            + " avoid-rtcp force via-branch media-echo pause-recording record-all osrtp");

    /// Words such as `rtcp-mux-offer`: what is before the end of the prefix is a key, what is
    /// behind it an item of its list.
    private static final Map<String, String> PREFIXES =
            Map.ofEntries(
                    Map.entry("sdes-", "sdes"),
                    Map.entry("rtcp-mux-", "rtcp-mux"),
                    Map.entry("replace-", "replace"),
                    Map.entry("bundle-", "bundle"),
                    Map.entry("osrtp-", "osrtp"),
                    Map.entry("t38-", "t38"),
                    Map.entry("t.38-", "t38"),
                    Map.entry("dtls-", "dtls"),
                    Map.entry("from-tags-", "from-tags"),
                    Map.entry("ice-lite-", "ice-lite"),
                    Map.entry("endpoint-learning-", "endpoint-learning"));

    private final Set<String> told = new HashSet<>();
    private final Consumer<String> log;

    /// @param log takes a line about a word that is not known
    NgWords(Consumer<String> log) {
        this.log = log;
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" +"));
    }

    /// The one spelling of a key.
    static String key(String text) {
        String word = word(text);
        return ALIASES.getOrDefault(word, word);
    }

    /// In lower case with hyphens.
    static String word(String text) {
        int end = text.length();
        StringBuilder word = new StringBuilder(end);
        for (char c : text.strip().toCharArray()) {
            boolean capital = c >= 'A' && c <= 'Z';
            word.append(c == ' ' || c == '_' ? '-' : capital ? (char) (c + 32) : c);
        }
        return word.toString();
    }

    /// The key that a word with a known prefix belongs to; null without one.
    static String prefixOf(String word) {
        for (String prefix : PREFIXES.keySet()) {
            if (word.startsWith(prefix) && word.length() > prefix.length()) {
                return prefix;
            }
        }
        return "";
    }

    static String keyOf(String prefix) {
        return PREFIXES.getOrDefault(prefix, "");
    }

    void seenKey(String key) {
        if (!KEYS.contains(key)) {
            unknown("key", key);
        }
    }

    void seenFlag(String flag) {
        if (!FLAGS.contains(flag)) {
            unknown("flag", flag);
        }
    }

    private void unknown(String kind, String word) {
        if (told.size() < MOST_TOLD && told.add(kind + word)) {
            String shown = word.length() > LONGEST_TOLD ? word.substring(0, LONGEST_TOLD) : word;
            log.accept(
                    "NG " + kind + " not known, passed over: " + shown.replaceAll("[^!-~]", "?"));
        }
    }
}
