package jackfield.server.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a proxy asks of a relay beside the SDP, by name: the keys of an offer, and of its answer.
///
/// @param offer the keys of the offer
/// @param answer the keys of the answer
record NgTerms(String name, Map<String, Object> offer, Map<String, Object> answer) {
    private static final String PHONE_TO_BROWSER = "to-browser";

    private static NgTerms of(String name, Map<String, Object> offer) {
        return new NgTerms(name, offer, Map.of());
    }

    private static NgTerms key(String key, Object value) {
        return of(key + "=" + value, Map.of(key, value));
    }

    private static NgTerms flag(String flag) {
        return of(flag, Map.of("flags", List.of(flag)));
    }

    /// Both at once; lists of the same key are joined, else this one's value stands.
    NgTerms and(NgTerms other) {
        return new NgTerms(
                name + " + " + other.name,
                joined(offer, other.offer),
                joined(answer, other.answer));
    }

    private static Map<String, Object> joined(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> all = new LinkedHashMap<>(one);
        other.forEach((key, value) -> all.merge(key, value, NgTerms::both));
        return all;
    }

    private static Object both(Object one, Object other) {
        if (one instanceof List<?> first && other instanceof List<?> second) {
            List<Object> list = new ArrayList<>(first);
            list.addAll(second);
            return list;
        }
        if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
            Map<Object, Object> map = new HashMap<>(second);
            map.putAll(first);
            return map;
        }
        return one;
    }

    /// Nothing beside the SDP.
    static NgTerms none() {
        return of("none", Map.of());
    }

    /// Whole sets, as the well-known configurations have them.
    static List<NgTerms> usual() {
        List<Object> replace = List.of("origin", "session-connection");
        Map<String, Object> browser =
                Map.of(
                        "replace",
                        replace,
                        "ICE",
                        "force",
                        "rtcp-mux",
                        List.of("accept", "offer"),
                        "SDES",
                        List.of("off"),
                        "transport-protocol",
                        "UDP/TLS/RTP/SAVPF");
        Map<String, Object> phone =
                Map.of(
                        "replace",
                        replace,
                        "ICE",
                        "remove",
                        "rtcp-mux",
                        List.of("demux"),
                        "transport-protocol",
                        "RTP/AVP");
        Map<String, Object> jambonz =
                Map.of(
                        "transport-protocol",
                        "UDP/TLS/RTP/SAVPF",
                        "ICE",
                        "default",
                        "SDES",
                        List.of("off"),
                        "rtcp-mux",
                        List.of("require"),
                        "replace",
                        replace,
                        "record call",
                        "no",
                        "flags",
                        List.of(
                                "generate mid",
                                "SDES-no",
                                "port latching",
                                "inject DTMF",
                                "media handover"));
        return List.of(
                new NgTerms(PHONE_TO_BROWSER, browser, Map.of("ICE", "remove", "replace", replace)),
                new NgTerms("to-phone", phone, Map.of("ICE", "force", "replace", replace)),
                new NgTerms("jambonz", jambonz, Map.of("ICE", "remove")),
                new NgTerms(
                        "opensips",
                        Map.of(
                                "flags", List.of("trust-address"),
                                "replace", replace,
                                "received-from", List.of("IP4", "127.0.0.1")),
                        Map.of("received-from", List.of("IP4", "127.0.0.1"))));
    }

    /// One thing each.
    static List<NgTerms> single() {
        List<NgTerms> all = new ArrayList<>();
        transport(all);
        codecs(all);
        wording(all);
        flags(all);
        return all;
    }

    private static void transport(List<NgTerms> to) {
        for (String each : List.of("remove", "force", "default", "optional", "force-relay")) {
            to.add(key("ICE", each));
        }
        for (String each : List.of("off", "passive", "active")) {
            to.add(key("DTLS", each));
        }
        for (String each :
                List.of(
                        "RTP/AVP",
                        "RTP/AVPF",
                        "RTP/SAVP",
                        "RTP/SAVPF",
                        "UDP/TLS/RTP/SAVP",
                        "UDP/TLS/RTP/SAVPF")) {
            to.add(key("transport-protocol", each));
        }
        for (String each : List.of("offer", "require", "demux", "accept", "reject")) {
            to.add(key("rtcp-mux", List.of(each)));
        }
        to.add(key("ICE-lite", "forward"));
        to.add(key("ICE-lite", "backward"));
        to.add(
                new NgTerms(
                        "SAVP SDES only",
                        Map.of("transport-protocol", "RTP/SAVP", "DTLS", "off"),
                        Map.of()));
        for (String each :
                List.of(
                        "off",
                        "nonew",
                        "only-AES_CM_128_HMAC_SHA1_80",
                        "no-AEAD_AES_256_GCM",
                        "order:AES_CM_128_HMAC_SHA1_32;AES_CM_128_HMAC_SHA1_80",
                        "pad",
                        "lifetime",
                        "unencrypted_srtcp",
                        "unauthenticated_srtp",
                        "prefer",
                        "static")) {
            to.add(
                    new NgTerms(
                            "SDES=" + each,
                            Map.of(
                                    "SDES",
                                    List.of(each),
                                    "transport-protocol",
                                    "RTP/SAVP",
                                    "DTLS",
                                    "off"),
                            Map.of()));
        }
        to.add(key("OSRTP", List.of("offer")));
        to.add(key("address family", "IP4"));
        to.add(key("address family", "IP6"));
        to.add(key("media address", "127.0.0.9"));
        to.add(key("received-from", List.of("IP4", "127.0.0.9")));
        to.add(
                of(
                        "SIP-source-address",
                        Map.of(
                                "flags",
                                List.of("SIP-source-address"),
                                "received-from",
                                List.of("IP4", "127.0.0.9"))));
    }

    private static NgTerms codec(String list, String... names) {
        return key("codec", Map.of(list, List.of(names)));
    }

    private static void codecs(List<NgTerms> to) {
        to.add(codec("strip", "PCMU"));
        to.add(codec("strip", "all"));
        to.add(codec("strip", "telephone-event"));
        to.add(codec("mask", "PCMU"));
        to.add(codec("offer", "PCMU"));
        to.add(codec("except", "PCMU"));
        to.add(codec("transcode", "PCMU"));
        to.add(codec("transcode", "opus"));
        to.add(codec("transcode", "G722"));
        to.add(codec("transcode", "telephone-event"));
        to.add(codec("set", "opus/48000/2/16000"));
        to.add(codec("accept", "PCMA"));
        to.add(codec("consume", "PCMA"));
        to.add(codec("ignore", "PCMU"));
        to.add(
                of(
                        "codec strip all, offer PCMA",
                        Map.of(
                                "codec",
                                Map.of("strip", List.of("all"), "offer", List.of("PCMA")))));
        to.add(
                of(
                        "codec mask all, transcode PCMU",
                        Map.of(
                                "codec",
                                Map.of("mask", List.of("all"), "transcode", List.of("PCMU")))));
        to.add(key("ptime", 40));
        to.add(key("ptime-reverse", 30));
    }

    private static void wording(List<NgTerms> to) {
        for (String each :
                List.of(
                        "origin",
                        "session-connection",
                        "session-name",
                        "SDP-version",
                        "username",
                        "zero-address",
                        "force-increment-sdp-ver")) {
            to.add(
                    new NgTerms(
                            "replace=" + each,
                            Map.of("replace", List.of(each)),
                            Map.of("replace", List.of(each))));
        }
        to.add(key("label", "caller"));
        to.add(key("set-label", "callee"));
        to.add(key("metadata", "about=this"));
        to.add(key("TOS", 184));
        to.add(key("delete-delay", 5));
        to.add(key("endpoint-learning", "immediate"));
        to.add(key("generate RTCP", "on"));
        to.add(key("record call", "yes"));
        to.add(key("direction", List.of("external", "internal")));
        to.add(key("drop-traffic", "start"));
        to.add(key("nonsense", "value"));
        to.add(
                key(
                        "sdp-attr",
                        Map.of(
                                "audio",
                                Map.of("add", List.of("own:1"), "remove", List.of("ptime")),
                                "global",
                                Map.of("add", List.of("ours:2")))));
    }

    private static void flags(List<NgTerms> to) {
        for (String each :
                List.of(
                        "trust-address",
                        "symmetric",
                        "asymmetric",
                        "strict-source",
                        "media-handover",
                        "port-latching",
                        "no-port-latching",
                        "loop-protect",
                        "record-call",
                        "generate-mid",
                        "no-rtcp-attribute",
                        "full-rtcp-attribute",
                        "trickle-ICE",
                        "reject-ICE",
                        "original-sendrecv",
                        "unidirectional",
                        "reset",
                        "reuse-codecs",
                        "single-codec",
                        "symmetric-codecs",
                        "asymmetric-codecs",
                        "always-transcode",
                        "allow-transcoding",
                        "inject-DTMF",
                        "detect-DTMF",
                        "strip-extmap",
                        "pad-crypto",
                        "no-tls-id",
                        "inactive",
                        "debug",
                        "early-media",
                        "SDES-off",
                        "rtcp-mux-offer",
                        "replace-origin",
                        "codec-strip-PCMU",
                        "transcode-opus",
                        "unknown-flag")) {
            to.add(flag(each));
        }
    }
}
