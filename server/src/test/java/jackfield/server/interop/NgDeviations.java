package jackfield.server.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Where we differ from rtpengine-daemon 10.5, by the names that the table in
/// docs/guide/relay-for-kamailio.md gives to the reasons.
final class NgDeviations {
    /// One difference.
    ///
    /// @param name as the guide has it
    /// @param where shapes and terms, `shape|terms`, or commands or courses, that it holds for
    /// @param what the differences that it explains: `-` what they have, `+` what we have
    private record Deviation(String name, Pattern where, Pattern what) {}

    private static final List<Deviation> ALL = new ArrayList<>();
    private static final String EVERYWHERE = "";
    private static final String ANYTHING = "";
    private static final String WITH_ICE = "ICE|ice|browser|jambonz|to-phone";

    private static void of(String name, String where, String what) {
        ALL.add(new Deviation(name, Pattern.compile(where), Pattern.compile(what)));
    }

    static {
        keysAndPorts();
        lines();
        codecs();
        ofCommands();
        ofCourses();
    }

    private NgDeviations() {}

    private static void keysAndPorts() {
        of("keys", EVERYWHERE, "^(offer|answer) m [-+]a=crypto:");
        of(
                "keys",
                "SAVP|SDES|DTLS|sdes|both|dtls|browser|beside|OSRTP",
                "^offer m [-+]a=(fingerprint|setup)");
        of("keys", "SDES=", "^offer result .*no suite for it is allowed");
        of("keys", "(sdes|both).*SDES-off", "^offer m [-+]m=audio PORT (UDP/TLS/)?RTP/SAVP ");
        of("DTLS", EVERYWHERE, "^answer m [-+]a=setup:(active|passive)");
        of("one port", WITH_ICE, "^(offer|answer) m [-+]a=rtcp:(PORT|NEXT)");
        of("one port", WITH_ICE, "^(offer|answer) m \\+a=rtcp-mux$");
        of("one port", WITH_ICE, "^(offer|answer) m -a=candidate 2 ");
        of("BUNDLE", WITH_ICE, "^(offer|answer) s [-+]a=group:BUNDLE");
        of("BUNDLE", WITH_ICE, "^(offer|answer) m \\+a=(mid:|extmap:\\d+ \\S+:sdes:mid)");
        of("BUNDLE", "generate|jambonz", "^(offer|answer) m [-+]a=mid:\\d");
        of("BUNDLE", "^two\\|", "^offer m [-+](m=audio PORT UDP|a=rtpmap:|a=fmtp:)");
        of("media by us", "ICE=(force-relay|optional)", ANYTHING);
        of(
                "ICE",
                WITH_ICE,
                "^answer m [-+]a=(ice-ufrag|ice-pwd|candidate 1|end-of-cand|ice-options)");
        of("ICE", "a browser and a phone", "^offer m -a=(ice-options:trickle|end-of-candidates)");
    }

    private static void lines() {
        of(
                "hold",
                "sendonly|recvonly|inactive|zero|above|two|hold",
                "^answer m [-+]a=(sendrecv|sendonly|recvonly|inactive)$");
        of("hold", "zero|hold", "^offer [sm] [-+]c=IN IP4 (0\\.0\\.0\\.0|HERE)");
        of(
                "lines of browsers",
                EVERYWHERE,
                "^(offer|answer) [sm] -a=(rtcp-rsize|msid-semantic|rtcp-fb|extmap|ssrc)");
        of(
                "other media",
                "message|browser-data",
                "(application|message)|c=IN|a=(path|sctp|group|end-of|mid|ice|setup|finger|cand|rtcp"
                        + "|send|recv|inactive)");
        of(
                "fax",
                "fax",
                "m=image|a=(T38|ice-|candidate|sendrecv|setup|finger|rtcp|inactive)|no m=audio");
        of("origin", EVERYWHERE, " s [-+]o=");
        of("order", EVERYWHERE, "^(offer|answer) m ~");
        of("packet time", EVERYWHERE, "^(offer|answer) m [-+]a=(max)?ptime:");
        of(
                "rejected media",
                "port-0|first-0|ONE|video|two|bundle|browser-apart",
                "c=IN IP4 (0|HERE)|a=inactive|m=\\S+ 0 ");
    }

    private static void codecs() {
        String said = "^(offer|answer) m [-+](m=audio|a=rtpmap|a=fmtp)";
        of("added codecs", "transcode|always|to-browser|to-phone", said);
        of("added codecs", "browser", "^answer m [-+](m=audio|a=rtpmap:\\d+ telephone-event)");
        of("nothing left", "noise|ignore", said);
        of("nothing left", "noise", "^answer result .*no codec of the offer");
        of(
                "newer words",
                "codec=\\{(offer|ignore)|sdp-attr|session-name|replace-origin|codec-strip|inactive"
                        + "|rtcp-mux-offer"
                        + "|transcode-opus",
                ANYTHING);
    }

    private static void ofCommands() {
        of("strange tags", "^answer", "ours error \\| Invalid dialogue association");
        of("strange tags", "^publish|^subscribe request", "ours error \\| The tag is another");
        of("strange tags", "^subscribe answer", "ours error \\| Call-ID not found or tags");
        of("strange tags", "^unsubscribe", "ours ok \\|  \\| Call-ID not found or tags");
        of("to-tags of deletes", "^delete", "from=(nobody|a|b) to=(nobody|a|b) ");
        of("forwarding", "^(start|stop) forwarding", "Unsupported");
        of("newer words", "^pause recording", "theirs error \\| Unrecognized command");
        of("newer words", "^publish", "theirs error \\| No (call-id|from-tag) in message");
        of("untagged parties", "^told", "offered\\.tags\\.(<untagged|a\\.subscri)");
        of("untagged parties", "^told", "^browser-video offered\\.tags\\.a\\.medias\\[1\\]:");
        of("one port", "^told", "\\.streams\\[1\\]: theirs .*\"RTCP\"");
        of("keys", "^told", "\\.crypto suite: theirs");
    }

    private static void ofCourses() {
        of("ports stay", "one who moves", "port 0 is");
        of("tags of forks", "fork|another tag", "^(query|delete) s [-+]tag ");
        of("to-tags of deletes", "^deletes", ANYTHING);
        of("listeners", "listener|publisher", "^(query|delete|subscribe request|publish) ");
    }

    /// Whether a reason is given for a difference.
    static boolean covers(String shape, String terms, String difference) {
        for (Deviation each : ALL) {
            if (each.where().matcher(shape + "|" + terms).find()
                    && each.what().matcher(difference).find()) {
                return true;
            }
        }
        return false;
    }

    /// The names of all reasons.
    static List<String> names() {
        return ALL.stream().map(Deviation::name).distinct().toList();
    }
}
