package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.StreamSources;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of a party's media what `query` tells under `medias`: an entry for each `m=` line, and in
/// it one for the RTP and, where that is apart, one for the RTCP.
final class CallMediaState {
    private static final long SECOND = 1_000_000_000L;

    private final long epoch;

    /// @param epoch when the node started, in seconds since 1970
    CallMediaState(long epoch) {
        this.epoch = epoch;
    }

    /// Adds the media of a leg behind those that are there.
    void add(LegReport leg, List<NgValue> medias) {
        List<MediaSection> theirs = taken(leg.sdpIn());
        List<MediaSection> ours = taken(leg.sdpOut());
        List<StreamSnapshot> streams = leg.details().streams();
        for (int i = 0; i < Math.max(1, streams.size()); i++) {
            int index = medias.size();
            MediaSection said = index < theirs.size() ? theirs.get(index) : null;
            MediaSection told = index < ours.size() ? ours.get(index) : null;
            StreamSnapshot stream = i < streams.size() ? streams.get(i) : null;
            medias.add(media(new Medium(leg, stream, said, told), index).dictionary());
        }
    }

    /// @param stream null where the shard told nothing of it
    /// @param said what the party said of it; null before it said anything
    /// @param told what it was told
    private record Medium(
            LegReport leg,
            @Nullable StreamSnapshot stream,
            @Nullable MediaSection said,
            @Nullable MediaSection told) {
        /// Where the party says that it is: also one who only offered, and one with ICE.
        @Nullable Endpoint signalled() {
            Endpoint known = leg.signalled();
            return known != null || said == null ? known : said.rtp();
        }

        boolean isMuxed() {
            return !leg.ice().equals("none")
                    || said != null && told != null && said.rtcpMux() && told.rtcpMux();
        }
    }

    private Fields media(Medium medium, int index) {
        Fields media = new Fields().put("index", index + 1);
        MediaSection shown = medium.said() != null ? medium.said() : medium.told();
        if (shown != null) {
            media.put("type", shown.media().kind()).put("protocol", shown.media().protocol());
            for (Codec each : shown.codecs()) {
                if (!each.isAuxiliary()) {
                    media.put("codec", each.encoding() + '/' + each.clockRate());
                    break;
                }
            }
        }
        List<NgValue> streams = new ArrayList<>();
        streams.add(rtp(medium).dictionary());
        if (!medium.isMuxed()) {
            streams.add(rtcp(medium).dictionary());
        }
        return media.put("streams", streams)
                .texts("flags", flags(medium))
                .put("ingress SSRCs", heard(medium.stream()))
                .put("egress SSRCs", sent(medium.stream()));
    }

    private static List<NgValue> heard(@Nullable StreamSnapshot stream) {
        List<NgValue> heard = new ArrayList<>();
        if (stream != null) {
            for (StreamSources.Heard each : stream.sources().heard()) {
                heard.add(named(source(each), each.ssrc()));
            }
        }
        return heard;
    }

    /// The counts are those of the stream, and told where it has one source.
    private static List<NgValue> sent(@Nullable StreamSnapshot stream) {
        List<NgValue> sent = new ArrayList<>();
        if (stream != null) {
            List<Integer> sources = stream.sources().sent();
            for (int each : sources) {
                Fields source = new Fields();
                if (sources.size() == 1) {
                    source.put("packets", stream.out().packets());
                    source.put("bytes", stream.out().bytes());
                }
                sent.add(named(source, each));
            }
        }
        return sent;
    }

    private static NgValue.Dictionary named(Fields source, int ssrc) {
        return source.put("SSRC", Integer.toUnsignedLong(ssrc)).dictionary();
    }

    /// What is counted of a source that we hear.
    static Fields source(StreamSources.Heard source) {
        return new Fields()
                .put("packets", source.packets())
                .put("bytes", source.bytes())
                .put("last RTP timestamp", source.timestamp())
                .put("last RTP seq", source.sequence())
                .put("cumulative loss", source.lost());
    }

    private static List<String> flags(Medium medium) {
        LegReport leg = medium.leg();
        MediaSection said = medium.said();
        List<String> flags = new ArrayList<>();
        if (said != null) {
            flags.add("initialized");
            Direction direction = said.direction();
            if (direction == Direction.SENDRECV || direction == Direction.RECVONLY) {
                flags.add("send");
            }
            if (direction == Direction.SENDRECV || direction == Direction.SENDONLY) {
                flags.add("recv");
            }
        }
        if (medium.isMuxed()) {
            flags.add("rtcp-mux");
        }
        if (!leg.dtls().equals("none")) {
            flags.add("DTLS-SRTP");
        }
        if (leg.profile().contains("sdes")) {
            flags.add("SDES");
        }
        if (!leg.ice().equals("none")) {
            flags.add("ICE");
        }
        return flags;
    }

    private Fields rtp(Medium medium) {
        LegReport leg = medium.leg();
        StreamSnapshot stream = medium.stream();
        Endpoint signalled = medium.signalled();
        Endpoint remote = leg.learnt() != null ? leg.learnt() : signalled;
        List<String> flags = new ArrayList<>(List.of("RTP"));
        if (medium.isMuxed()) {
            flags.add("RTCP");
        }
        if (remote != null) {
            flags.add("filled");
        }
        if (leg.learnt() != null) {
            flags.add("confirmed");
        }
        Fields fields = place(leg.local(), remote, signalled);
        if (isSuite(leg.details().srtp())) {
            fields.put("crypto suite", leg.details().srtp());
        }
        long errors = leg.drops().values().stream().mapToLong(Long::longValue).sum();
        if (stream == null) {
            return heard(fields, leg.lastPacketNs(), 0, flags)
                    .put("stats", counted(leg.packetsIn(), leg.bytesIn(), errors))
                    .put("stats_out", counted(leg.packetsOut(), leg.bytesOut(), 0));
        }
        return heard(fields, stream.lastRtpNs(), stream.quality().in().ssrc(), flags)
                .put("stats", counted(stream.in().packets(), stream.in().bytes(), errors))
                .put("stats_out", counted(stream.out().packets(), stream.out().bytes(), 0));
    }

    private static boolean isSuite(String srtp) {
        return !List.of("none", "no keys yet").contains(srtp);
    }

    private Fields rtcp(Medium medium) {
        LegReport leg = medium.leg();
        StreamSnapshot stream = medium.stream();
        MediaSection said = medium.said();
        Endpoint signalled = said == null ? null : said.rtcp();
        Endpoint local = leg.local();
        if (local.port() < 65_535) {
            local = local.withPort(local.port() + 1);
        }
        List<String> flags = new ArrayList<>(List.of("RTCP"));
        if (signalled != null) {
            flags.add("filled");
        }
        Fields fields = place(local, signalled, signalled);
        if (isSuite(leg.details().srtp())) {
            fields.put("crypto suite", leg.details().srtp());
        }
        if (stream == null) {
            return heard(fields, 0, 0, flags).put("stats", counted(0, 0, 0));
        }
        return heard(fields, stream.lastRtcpNs(), stream.quality().in().ssrc(), flags)
                .put("stats", counted(stream.in().rtcp(), stream.in().rtcpBytes(), 0))
                .put("stats_out", counted(stream.out().rtcp(), stream.out().rtcpBytes(), 0));
    }

    private static Fields place(
            Endpoint local, @Nullable Endpoint remote, @Nullable Endpoint signalled) {
        return new Fields()
                .put("local port", local.port())
                .put("local address", local.host())
                .put("family", local.isIpv4() ? "IPv4" : "IPv6")
                .put("endpoint", at(remote))
                .put("advertised endpoint", at(signalled));
    }

    private Fields heard(Fields fields, long lastNs, int ssrc, List<String> flags) {
        long last = lastNs == 0 ? 0 : epoch + lastNs / SECOND;
        fields.put("last packet", last)
                .put("last kernel packet", 0)
                .put("last user packet", last)
                .texts("flags", flags);
        return ssrc == 0 ? fields : fields.put("SSRC", Integer.toUnsignedLong(ssrc));
    }

    /// Empty where nothing is known.
    private static Fields at(@Nullable Endpoint endpoint) {
        return endpoint == null
                ? new Fields()
                : new Fields()
                        .put("family", endpoint.isIpv4() ? "IPv4" : "IPv6")
                        .put("address", endpoint.host())
                        .put("port", endpoint.port());
    }

    static Fields counted(long packets, long bytes, long errors) {
        return new Fields().put("packets", packets).put("bytes", bytes).put("errors", errors);
    }

    /// The media of a description that are not rejected.
    private static List<MediaSection> taken(String sdp) {
        byte[] bytes = sdp.getBytes(StandardCharsets.UTF_8);
        return SessionDescription.parse(bytes)
                        instanceof Parsed.Ok<SessionDescription>(SessionDescription description)
                ? description.sections().stream().filter(each -> !each.isRejected()).toList()
                : List.of();
    }
}
