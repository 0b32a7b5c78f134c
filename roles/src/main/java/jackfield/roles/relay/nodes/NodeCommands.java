package jackfield.roles.relay.nodes;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.ng.NgValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commands of the NG protocol as dictionaries: what a leg is, said in flags that rtpengine 10 and
/// later understand.
final class NodeCommands {
    /// Suites that nobody should use, or nobody does: without them an offer fits a datagram better.
    private static final List<String> UNWANTED_SUITES =
            List.of(
                    "no-NULL_HMAC_SHA1_80",
                    "no-NULL_HMAC_SHA1_32",
                    "no-F8_128_HMAC_SHA1_80",
                    "no-F8_128_HMAC_SHA1_32",
                    "no-AES_192_CM_HMAC_SHA1_80",
                    "no-AES_192_CM_HMAC_SHA1_32");

    private NodeCommands() {}

    static NgValue.Dictionary ping() {
        return dictionary(named("ping"));
    }

    /// Pass an offer on to a leg of this kind.
    ///
    /// @param sides the node's logical interfaces; it is told both or none (RTP engines take the
    ///   first for the side that sent the offer)
    static NgValue.Dictionary offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            NodePolicy.Sides sides) {
        Map<String, NgValue> entries = about("offer", exchange, sdp);
        String from = sides.of(offerer);
        String to = sides.of(answerer);
        if (!from.isEmpty() && !to.isEmpty()) {
            entries.put("direction", items(from, to));
        }
        switch (answerer.options().place().family()) {
            case ANY -> {}
            case IP4 -> entries.put("address family", text("IP4"));
            case IP6 -> entries.put("address family", text("IP6"));
        }
        entries.put("transport-protocol", text(protocol(answerer)));
        shape(entries, answerer);
        boolean dtls = answerer.security() == LegProfile.Security.DTLS;
        if (!dtls) {
            entries.put("DTLS", text("off"));
        }
        entries.put("rtcp-mux", answerer.rtcpMux() ? items("offer", "require") : items("demux"));
        if (answerer.security() == LegProfile.Security.EITHER) {
            entries.put("OSRTP", items("offer"));
        }
        return dictionary(entries);
    }

    /// Pass an answer back to the one who offered, whose leg is of this kind. Its transport is what
    /// it offered.
    static NgValue.Dictionary answer(Exchange exchange, byte[] sdp, LegProfile offerer) {
        Map<String, NgValue> entries = about("answer", exchange, sdp);
        shape(entries, offerer);
        if (offerer.security() == LegProfile.Security.EITHER
                || offerer.security() == LegProfile.Security.PLAIN) {
            entries.put("OSRTP", items("accept"));
        }
        return dictionary(entries);
    }

    /// Give up one fork.
    static NgValue.Dictionary delete(String callId, String branch, String offererTag) {
        Map<String, NgValue> entries = named("delete");
        entries.put("call-id", text(callId));
        entries.put("from-tag", text(offererTag));
        entries.put("via-branch", text(branch));
        return dictionary(entries);
    }

    /// Give up a call.
    static NgValue.Dictionary delete(String callId) {
        Map<String, NgValue> entries = named("delete");
        entries.put("call-id", text(callId));
        return dictionary(entries);
    }

    static NgValue.Dictionary query(String callId) {
        Map<String, NgValue> entries = named("query");
        entries.put("call-id", text(callId));
        return dictionary(entries);
    }

    private static Map<String, NgValue> about(String command, Exchange exchange, byte[] sdp) {
        Map<String, NgValue> entries = named(command);
        entries.put("call-id", text(exchange.callId()));
        entries.put("from-tag", text(exchange.offererTag()));
        String answererTag = exchange.answererTag();
        if (answererTag != null) {
            entries.put("to-tag", text(answererTag));
        }
        entries.put("via-branch", text(exchange.branch()));
        entries.put("sdp", text(new String(sdp, StandardCharsets.ISO_8859_1)));
        entries.put("replace", items("origin"));
        entries.put("supports", items("load limit"));
        return entries;
    }

    /// What holds for a leg of this kind in offers and answers alike.
    private static void shape(Map<String, NgValue> entries, LegProfile leg) {
        List<String> flags = new ArrayList<>(List.of("trust-address"));
        if (leg.bundle()) {
            flags.add("generate-mid");
        }
        entries.put("flags", items(flags.toArray(String[]::new)));
        entries.put("ICE", text(leg.ice() ? "force" : "remove"));
        switch (leg.security()) {
            // Keys in the SDP beside a fingerprint make browsers refuse it.
            case DTLS, PLAIN -> entries.put("SDES", items("off"));
            case SDES, EITHER -> entries.put("SDES", items(UNWANTED_SUITES.toArray(String[]::new)));
        }
    }

    private static String protocol(LegProfile leg) {
        String feedback = leg.feedback() ? "F" : "";
        return switch (leg.security()) {
            case PLAIN, EITHER -> "RTP/AVP" + feedback;
            case SDES -> "RTP/SAVP" + feedback;
            case DTLS -> "UDP/TLS/RTP/SAVP" + feedback;
        };
    }

    private static Map<String, NgValue> named(String command) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", text(command));
        return entries;
    }

    private static NgValue.Dictionary dictionary(Map<String, NgValue> entries) {
        return new NgValue.Dictionary(entries);
    }

    private static NgValue text(String text) {
        return new NgValue.Text(text);
    }

    private static NgValue items(String... texts) {
        List<NgValue> items = new ArrayList<>();
        for (String each : texts) {
            items.add(text(each));
        }
        return new NgValue.Items(items);
    }

    // Reading replies

    /// A text of a reply; null where there is none.
    static @Nullable String text(NgValue.Dictionary reply, String key) {
        return reply.entries().get(key) instanceof NgValue.Text(String text) ? text : null;
    }
}
