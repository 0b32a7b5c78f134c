package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a proxy says in the course of calls: forks, late offers, tags that change, deletes; and how
/// the SDP it gets back is worded.
class NgDialoguesTest {
    private final Talk talk = new Talk();
    private final Direct host = new Direct();
    private final NgCore ng = new NgCore(talk.relay, null, 1_700_000_000L, host);
    private int cookies;
    private long now = 1;

    /// Words `key=value`, with `_` for a blank in keys; `sdp` is a phone's unless said otherwise.
    private Map<String, NgValue> ask(String command, String... words) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", new NgValue.Text(command));
        if (command.equals("offer") || command.equals("answer")) {
            entries.put("sdp", new NgValue.Text(Sdps.phone("0").replace("\n", "\r\n")));
        }
        for (String each : words) {
            int equals = each.indexOf('=');
            entries.put(each.substring(0, equals), new NgValue.Text(each.substring(equals + 1)));
        }
        byte[] body = Bencode.write(new NgValue.Dictionary(entries));
        String datagram = ++cookies + " " + new String(body, StandardCharsets.ISO_8859_1);
        byte[] reply = Direct.ask(ng, datagram.getBytes(StandardCharsets.ISO_8859_1), now);
        String text = new String(Objects.requireNonNull(reply), StandardCharsets.ISO_8859_1);
        byte[] answer = text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
        return Bencode.read(answer).orThrow().entries();
    }

    private static void assertOk(Map<String, NgValue> reply) {
        assertThat(reply).containsEntry("result", new NgValue.Text("ok"));
    }

    private static SessionDescription sdp(Map<String, NgValue> reply) {
        assertOk(reply);
        byte[] bytes =
                ((NgValue.Text) reply.get("sdp")).text().getBytes(StandardCharsets.ISO_8859_1);
        return SessionDescription.parse(bytes).orThrow();
    }

    private static int port(Map<String, NgValue> reply) {
        return sdp(reply).media().getFirst().port();
    }

    private static List<String> names(Map<String, NgValue> reply) {
        return sdp(reply).media().getFirst().attributes().list().stream()
                .map(Attribute::name)
                .distinct()
                .toList();
    }

    private Map<String, NgValue> tags(String callId) {
        Map<String, NgValue> state = ask("query", "call-id=" + callId);
        return ((NgValue.Dictionary) state.get("tags")).entries();
    }

    @Test
    void anAnswerFindsItsForkByBranch() {
        int one = port(ask("offer", "call-id=f", "from-tag=a", "via-branch=z1"));
        int two = port(ask("offer", "call-id=f", "from-tag=a", "via-branch=z2"));
        assertThat(one).isNotEqualTo(two);
        assertOk(ask("answer", "call-id=f", "from-tag=a", "to-tag=b2", "via-branch=z2"));
        assertOk(ask("answer", "call-id=f", "from-tag=a", "to-tag=b1", "via-branch=z1"));
        assertThat(tags("f")).containsOnlyKeys("a", "b1", "b2");
    }

    @Test
    void anAnswerWithoutBranchIsTheOnlyOneThatIsMissing() {
        ask("offer", "call-id=g", "from-tag=a", "via-branch=z1");
        assertOk(ask("answer", "call-id=g", "from-tag=a", "to-tag=b1", "via-branch=z1"));
        ask("offer", "call-id=g", "from-tag=a", "via-branch=z2");
        assertOk(ask("answer", "call-id=g", "from-tag=a", "to-tag=b2"));
        talk.assertPatched(0, 2);
    }

    @Test
    void aTagThatChangesIsAnAlias() {
        ask("offer", "call-id=h", "from-tag=a", "via-branch=z1");
        assertOk(ask("answer", "call-id=h", "from-tag=a", "to-tag=early", "via-branch=z1"));
        assertOk(ask("answer", "call-id=h", "from-tag=a", "to-tag=final", "via-branch=z1"));
        Map<String, NgValue> tags = tags("h");
        assertThat(tags).containsOnlyKeys("a", "early");
        assertThat(((NgValue.Dictionary) tags.get("early")).entries())
                .containsEntry(
                        "tag-aliases", new NgValue.Items(List.of(new NgValue.Text("final"))));
        assertOk(ask("offer", "call-id=h", "from-tag=final", "to-tag=a"));
        assertThat(ng.views().getFirst().tags()).containsExactly("a", "early");
    }

    @Test
    void aLateOfferHasItsTagsSwapped() {
        int toCaller = port(ask("offer", "call-id=l", "from-tag=callee", "to-tag=caller"));
        assertOk(ask("answer", "call-id=l", "from-tag=callee", "to-tag=caller"));
        talk.assertPatched(0, 1);
        assertThat(port(ask("offer", "call-id=l", "from-tag=callee", "to-tag=caller")))
                .isEqualTo(toCaller);
    }

    @Test
    void aLaterOfferKeepsPortsFromEitherSide() {
        int toB = port(ask("offer", "call-id=r", "from-tag=a", "via-branch=z1"));
        int toA = port(ask("answer", "call-id=r", "from-tag=a", "to-tag=b", "via-branch=z1"));
        assertThat(port(ask("offer", "call-id=r", "from-tag=b", "to-tag=a", "via-branch=z9")))
                .isEqualTo(toA);
        assertThat(port(ask("answer", "call-id=r", "from-tag=b", "to-tag=a", "via-branch=z9")))
                .isEqualTo(toB);
        assertThat(port(ask("offer", "call-id=r", "from-tag=a", "to-tag=b"))).isEqualTo(toB);
        assertThat(talk.shard.plans).hasSize(2);
    }

    @Test
    void whoHangsUpEndsTheCallAndNotOnlyItsFork() {
        ask("offer", "call-id=d", "from-tag=a", "via-branch=z1");
        ask("offer", "call-id=d", "from-tag=a", "via-branch=z2");
        ask("answer", "call-id=d", "from-tag=a", "to-tag=b", "via-branch=z2");
        assertOk(ask("delete", "call-id=d", "from-tag=b", "to-tag=a"));
        talk.assertNothingLeft();
    }

    @Test
    void aDeleteByAnUnknownTagChangesNothing() {
        ask("offer", "call-id=n", "from-tag=a");
        assertThat(ask("delete", "call-id=n", "from-tag=nobody")).containsKey("warning");
        assertThat(ask("delete", "call-id=n", "from-tag=nobody", "fatal=yes"))
                .containsEntry("result", new NgValue.Text("error"));
        assertThat(ng.calls()).isEqualTo(1);
        // A refusal's tag was never answered with: it does not matter.
        assertOk(ask("delete", "call-id=n", "from-tag=a", "to-tag=refused"));
        talk.assertNothingLeft();
    }

    @Test
    void anAnswerFromNobodyIsRefused() {
        ask("offer", "call-id=x", "from-tag=a");
        assertThat(ask("answer", "call-id=x", "from-tag=stranger", "to-tag=b"))
                .containsEntry("error-reason", new NgValue.Text("Invalid dialogue association"));
    }

    @Test
    void theOriginIsOursOnlyWhereItIsReplaced() {
        SessionDescription kept = sdp(ask("offer", "call-id=o1", "from-tag=a"));
        SessionDescription ours = sdp(ask("offer", "call-id=o2", "from-tag=a", "replace=origin"));
        SessionDescription came = SessionDescription.parse(Sdps.bytes(Sdps.phone("0"))).orThrow();
        assertThat(kept.origin()).isEqualTo(came.origin());
        assertThat(ours.origin().address().toString()).contains(Talk.MEDIA.host());
    }

    @Test
    void linesComeInTheOrderThatClientsKnow() {
        assertThat(
                        names(
                                ask(
                                        "offer",
                                        "call-id=s",
                                        "from-tag=a",
                                        "rtpp-flags=ICE=force rtcp-mux-require trickle-ICE"
                                                + " UDP/TLS/RTP/SAVPF generate-mid")))
                .containsSubsequence(
                        "mid",
                        "rtpmap",
                        "sendrecv",
                        "rtcp",
                        "rtcp-mux",
                        "setup",
                        "fingerprint",
                        "ice-ufrag",
                        "ice-pwd",
                        "ice-options",
                        "candidate",
                        "end-of-candidates");
        assertThat(names(ask("offer", "call-id=t", "from-tag=a", "flags=no-rtcp-attribute")))
                .contains("sendrecv")
                .doesNotContain("rtcp", "end-of-candidates");
    }

    @Test
    void rtcpInFull() {
        Map<String, NgValue> reply =
                ask("offer", "call-id=u", "from-tag=a", "flags=full-rtcp-attribute");
        assertThat(sdp(reply).media().getFirst().attributes().first("rtcp"))
                .isEqualTo(port(reply) + 1 + " IN IP4 " + Talk.MEDIA.host());
    }

    @Test
    void attributesAreAddedAndRemoved() {
        Map<String, NgValue> reply =
                ask(
                        "offer",
                        "call-id=v",
                        "from-tag=a",
                        "rtpp-flags=sdp-attr=[audio=[add=[foo:bar label:7] remove=[sendrecv]]]"
                                + " sdp-attr-add-session-tool:ours");
        assertThat(names(reply)).contains("foo", "label").doesNotContain("sendrecv");
        assertThat(sdp(reply).attributes().all("tool")).contains("ours");
    }

    @Test
    void aLoopIsSeen() {
        Map<String, NgValue> first = ask("offer", "call-id=w1", "from-tag=a", "flags=loop-protect");
        String marked = ((NgValue.Text) first.get("sdp")).text();
        Map<String, NgValue> second =
                ask("offer", "call-id=w2", "from-tag=a", "flags=loop-protect", "sdp=" + marked);
        assertThat(((NgValue.Text) second.get("sdp")).text()).isEqualTo(marked);
        assertThat(ng.calls()).isEqualTo(1);
    }

    @Test
    void theSourceOfTheSipMessageIsBelievedOnlyWhereSaid() {
        String source = "received-from=[IP4 203.0.113.77]";
        ask("offer", "call-id=x", "from-tag=a", "rtpp-flags=" + source);
        ask("answer", "call-id=x", "from-tag=a", "to-tag=b");
        assertThat(talk.shard.plans.values().toString()).doesNotContain("203.0.113.77");
        ask("offer", "call-id=y", "from-tag=a", "rtpp-flags=SIP-source-address " + source);
        ask("answer", "call-id=y", "from-tag=a", "to-tag=b");
        assertThat(talk.shard.plans.values().toString()).contains("203.0.113.77");
    }

    /// One behind an address of its own, which only the proxy knows.
    @Test
    void theReaderIsToldTheAddressThatTheProxyNames() {
        String browser = Sdps.browser("frag", "actpass", "111 0").replace("\n", "\r\n");
        for (String flags : List.of("RTP/AVP ICE=remove full-rtcp-attribute", "ICE=force")) {
            Map<String, NgValue> reply =
                    ask(
                            "offer",
                            "call-id=" + flags,
                            "from-tag=a",
                            "sdp=" + browser,
                            "rtpp-flags=replace-origin media-address=203.0.113.77 " + flags);
            String told = ((NgValue.Text) reply.get("sdp")).text();
            assertThat(told).contains("c=IN IP4 203.0.113.77\r\n");
            assertThat(told).containsPattern("o=\\S+ \\S+ \\S+ IN IP4 203.0.113.77\r\n");
            assertThat(told).doesNotContain(Talk.MEDIA.host());
        }
        assertThat(talk.shard.plans.values().toString()).doesNotContain("203.0.113.77");
    }

    @Test
    void linesAreWhereTheirWriterHadThem() {
        String above =
                "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
                        + "m=audio 4000 RTP/AVP 0\r\na=mid:x\r\nm=video 0 RTP/AVP 96\r\n";
        String told =
                ((NgValue.Text) ask("offer", "call-id=l", "from-tag=a", "sdp=" + above).get("sdp"))
                        .text();
        assertThat(told).containsOnlyOnce("c=IN").containsPattern("c=IN IP4 \\S+\r\nt=0 0");
        assertThat(told).contains("a=mid:x\r\na=rtpmap:0");
    }

    @Test
    void candidatesTrickleInAFragment() {
        String browser = Sdps.browser("frag", "actpass", "111 0").replace("\n", "\r\n");
        ask("offer", "call-id=z", "from-tag=a", "transport-protocol=RTP/AVP", "sdp=" + browser);
        assertOk(
                ask(
                        "offer",
                        "call-id=z",
                        "from-tag=a",
                        "flags=fragment",
                        "sdp=a=ice-ufrag:frag\r\na=ice-pwd:"
                                + Sdps.PWD
                                + "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                                + "a=candidate:9 1 udp 2122260223 203.0.113.99 50009 typ host\r\n"));
        ask("answer", "call-id=z", "from-tag=a", "to-tag=b");
        assertThat(talk.shard.plans.values().toString()).contains("203.0.113.99");
    }

    @Test
    void labelsAndMetadataAreTold() {
        ask("offer", "call-id=m", "from-tag=a", "set-label=caller", "metadata=k:v");
        ask("answer", "call-id=m", "from-tag=a", "to-tag=b", "to-label=callee");
        assertThat(ask("query", "call-id=m")).containsEntry("metadata", new NgValue.Text("k:v"));
        assertThat(((NgValue.Dictionary) tags("m").get("a")).entries())
                .containsEntry("label", new NgValue.Text("caller"));
        assertThat(((NgValue.Dictionary) tags("m").get("b")).entries())
                .containsEntry("label", new NgValue.Text("callee"))
                .containsEntry("in dialogue with", new NgValue.Text("a"));
    }

    /// Kamailio's `label` in an answer is the answerer's, as that of an offer is the offerer's.
    @Test
    void aLabelIsThatOfTheWriter() {
        ask("offer", "call-id=m", "from-tag=a", "label=caller");
        ask("answer", "call-id=m", "from-tag=a", "to-tag=b", "label=callee");
        assertThat(((NgValue.Dictionary) tags("m").get("a")).entries())
                .containsEntry("label", new NgValue.Text("caller"));
        assertThat(((NgValue.Dictionary) tags("m").get("b")).entries())
                .containsEntry("label", new NgValue.Text("callee"));
    }

    @Test
    void statisticsCountWhatWasAsked() {
        ask("ping");
        ask("offer", "call-id=1", "from-tag=a");
        ask("offer", "call-id=2");
        Map<String, NgValue> all =
                ((NgValue.Dictionary) ask("statistics").get("statistics")).entries();
        assertThat(((NgValue.Dictionary) all.get("currentstatistics")).entries())
                .containsEntry("sessionstotal", new NgValue.Whole(1));
        assertThat(((NgValue.Dictionary) all.get("controlstatistics")).entries())
                .containsEntry("totaloffercount", new NgValue.Whole(2))
                .containsKey("proxies");
    }

    private void passSeconds(int seconds) {
        now += seconds * 1_000_000_000L;
        if (ng.deadline() <= now) {
            ng.wake(now);
        }
    }

    @Test
    void aDeleteWaitsAsLongAsItSays() {
        ask("offer", "call-id=w", "from-tag=a");
        ask("answer", "call-id=w", "from-tag=a", "to-tag=b");
        assertThat(ng.deadline()).isEqualTo(Deadlines.NEVER);
        assertOk(ask("delete", "call-id=w", "delete-delay=30"));
        passSeconds(29);
        assertOk(ask("query", "call-id=w"));
        talk.assertPatched(0, 1);
        passSeconds(1);
        assertThat(ask("query", "call-id=w"))
                .containsEntry("error-reason", new NgValue.Text("Unknown call-id"));
        talk.assertNothingLeft();
        assertThat(ng.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void anOfferCallsAWaitingDeleteOff() {
        int port = port(ask("offer", "call-id=w", "from-tag=a"));
        assertOk(ask("delete", "call-id=w", "delete delay=30"));
        passSeconds(20);
        assertThat(port(ask("offer", "call-id=w", "from-tag=a"))).isEqualTo(port);
        passSeconds(3_600);
        assertOk(ask("query", "call-id=w"));
        ask("delete", "call-id=w", "delete-delay=5");
        ask("delete", "call-id=w", "delete-delay=50");
        passSeconds(49);
        assertThat(ng.calls()).as("the last word counts").isEqualTo(1);
        ask("delete", "call-id=w", "delete-delay=0");
        talk.assertNothingLeft();
        assertThat(ng.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void oneForkIsDeletedLaterAndTheOtherLivesOn() {
        ask("offer", "call-id=w", "from-tag=a", "via-branch=z1");
        ask("offer", "call-id=w", "from-tag=a", "via-branch=z2");
        ask("delete", "call-id=w", "from-tag=a", "via-branch=z1", "delete-delay=10");
        ask("answer", "call-id=w", "from-tag=a", "to-tag=b", "via-branch=z2");
        assertThat(talk.shard.plans).hasSize(3);
        passSeconds(10);
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(tags("w")).containsOnlyKeys("a", "b");
    }

    @Test
    void aCallWhoseMediaDiedIsNotDeletedAgain() {
        ask("offer", "call-id=w", "from-tag=a");
        ask("delete", "call-id=w", "delete-delay=10");
        ng.mediaLost(NgCalls.relayed("w"), "silence", now);
        assertThat(ng.deadline()).isEqualTo(Deadlines.NEVER);
        talk.assertNothingLeft();
    }

    @Test
    void theNodeIsToldOfAnswersAndOfEnds() {
        ask("offer", "call-id=x", "from-tag=a");
        ask("answer", "call-id=x", "from-tag=a", "to-tag=b");
        ask("offer", "call-id=x", "from-tag=b", "to-tag=a");
        ask("answer", "call-id=x", "from-tag=b", "to-tag=a");
        ask("delete", "call-id=x", "from-tag=b", "to-tag=a");
        ask("offer", "call-id=y", "from-tag=a", "via-branch=z1");
        ask("offer", "call-id=y", "from-tag=a", "via-branch=z2");
        ask("delete", "call-id=y", "from-tag=a", "via-branch=z1");
        ask("delete", "call-id=y", "from-tag=a");
        ask("offer", "call-id=z", "from-tag=a");
        ask("answer", "call-id=z", "from-tag=a", "to-tag=b");
        ng.mediaLost(NgCalls.relayed("z"), "silence", now);
        assertThat(host.courses)
                .containsExactly(
                        "x answered by b",
                        "x by the other: its proxy said so",
                        "y unanswered by the first: its proxy said so",
                        "z answered by b",
                        "z by nobody: silence");
    }

    @Test
    void aDeleteThatNamesNobodyIsNobodys() {
        ask("offer", "call-id=x", "from-tag=a");
        ask("answer", "call-id=x", "from-tag=a", "to-tag=b");
        ask("delete", "call-id=x", "delete-delay=10");
        assertThat(host.courses).hasSize(1);
        passSeconds(10);
        assertThat(host.courses.getLast()).isEqualTo("x by nobody: its proxy said so");
    }

    @Test
    void aTemplateThatIsNotHereIsSaid() {
        Map<String, NgValue> reply = ask("offer", "call-id=t", "from-tag=a", "template=webrtc");
        assertOk(reply);
        assertThat(reply.get("warning").toString()).contains("webrtc", "template");
    }

    @Test
    void whatIsNotDoneNamesWhatIs() {
        assertThat(ask("start forwarding", "call-id=t"))
                .containsEntry(
                        "error-reason",
                        new NgValue.Text("Unsupported: start forwarding; use subscribe request"));
        assertThat(ask("stop forwarding", "call-id=t"))
                .containsEntry(
                        "error-reason",
                        new NgValue.Text("Unsupported: stop forwarding; use unsubscribe"));
    }

    private static String protocol(Map<String, NgValue> reply) {
        return sdp(reply).media().getFirst().protocol();
    }

    @Test
    void aSecondTryMayAskForAnotherTransport() {
        Map<String, NgValue> first =
                ask("offer", "call-id=k", "from-tag=a", "transport-protocol=RTP/SAVP");
        assertThat(protocol(first)).isEqualTo("RTP/SAVP");
        // 488 from the phone: the script tries again without keys, and without a branch.
        Map<String, NgValue> plain =
                ask("offer", "call-id=k", "from-tag=a", "transport-protocol=RTP/AVP");
        assertThat(protocol(plain)).isEqualTo("RTP/AVP");
        assertThat(names(plain)).doesNotContain("crypto");
        Map<String, NgValue> browser = ask("offer", "call-id=k", "from-tag=a", "flags=WebRTC");
        assertThat(protocol(browser)).isEqualTo("UDP/TLS/RTP/SAVPF");
        Map<String, NgValue> again =
                ask("offer", "call-id=k", "from-tag=a", "transport-protocol=RTP/AVP", "ICE=remove");
        assertThat(names(again)).doesNotContain("ice-ufrag", "fingerprint");
        assertOk(ask("answer", "call-id=k", "from-tag=a", "to-tag=b"));
        assertThat(talk.shard.plans).as("nothing of the other tries").hasSize(2);
        ask("delete", "call-id=k");
        talk.assertNothingLeft();
    }

    @Test
    void aRunningLegGoesOverToAnotherTransportWithItsAnswer() {
        ask("offer", "call-id=k", "from-tag=a");
        int toA = port(ask("answer", "call-id=k", "from-tag=a", "to-tag=b"));
        Map<String, NgValue> secured =
                ask("offer", "call-id=k", "from-tag=a", "to-tag=b", "transport-protocol=RTP/SAVP");
        assertThat(names(secured)).contains("crypto");
        talk.assertPatched(0, 1);
        // It will not: what was there goes on.
        Map<String, NgValue> plain = ask("offer", "call-id=k", "from-tag=a", "to-tag=b");
        assertThat(names(plain)).doesNotContain("crypto");
        assertOk(ask("answer", "call-id=k", "from-tag=a", "to-tag=b"));
        assertThat(talk.shard.plans).hasSize(2);

        ask("offer", "call-id=k", "from-tag=a", "to-tag=b", "transport-protocol=RTP/SAVP");
        String keys =
                Sdps.securePhone(
                                "0",
                                "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                                        + " inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")
                        .replace("\n", "\r\n");
        assertThat(port(ask("answer", "call-id=k", "from-tag=a", "to-tag=b", "sdp=" + keys)))
                .as("the offerer's own stays")
                .isEqualTo(toA);
        assertThat(talk.shard.plans).hasSize(2);
        ask("delete", "call-id=k");
        talk.assertNothingLeft();
    }

    @Test
    void aResetLeavesTheIceOfALaterOfferToTheOffer() {
        ask("offer", "call-id=k", "from-tag=a", "flags=WebRTC");
        String browser = Sdps.browser("farr", "active", "0").replace("\n", "\r\n");
        assertOk(ask("answer", "call-id=k", "from-tag=a", "to-tag=b", "sdp=" + browser));
        assertThat(names(ask("offer", "call-id=k", "from-tag=a", "to-tag=b")))
                .contains("ice-ufrag");
        assertThat(names(ask("offer", "call-id=k", "from-tag=a", "to-tag=b", "flags=reset")))
                .doesNotContain("ice-ufrag", "fingerprint");
    }

    @Test
    void withoutPortLatchingOneWhoMovesGetsAnotherPort() {
        String moved =
                Sdps.phone("0").replace("\n", "\r\n").replaceAll("m=audio \\d+", "m=audio 9998");
        ask("offer", "call-id=k", "from-tag=a");
        int toA = port(ask("answer", "call-id=k", "from-tag=a", "to-tag=b"));
        int toB =
                port(ask("offer", "call-id=k", "from-tag=a", "to-tag=b", "flags=no-port-latching"));
        assertThat(port(ask("answer", "call-id=k", "from-tag=a", "to-tag=b")))
                .as("it is where it was")
                .isEqualTo(toA);
        ask(
                "offer",
                "call-id=k",
                "from-tag=a",
                "to-tag=b",
                "sdp=" + moved,
                "flags=no-port-latching");
        assertThat(port(ask("answer", "call-id=k", "from-tag=a", "to-tag=b"))).isNotEqualTo(toA);
        assertThat(port(ask("offer", "call-id=k", "from-tag=a", "to-tag=b", "sdp=" + moved)))
                .isEqualTo(toB);
        ask("delete", "call-id=k");
        talk.assertNothingLeft();
    }

    @Test
    void suitesThatAreAllRuledOutAreARefusal() {
        for (String flags :
                List.of(
                        "rtpp-flags=RTP/SAVP SDES-only-NOT_A_SUITE",
                        "rtpp-flags=RTP/SAVP SDES-only-NOT_A_SUITE ICE=force",
                        "rtpp-flags=RTP/SAVP SDES-off DTLS=off")) {
            Map<String, NgValue> reply = ask("offer", "call-id=k", "from-tag=a", flags);
            assertThat(reply.get("error-reason").toString()).as(flags).contains("no suite");
            talk.assertNothingLeft();
        }
        ask("offer", "call-id=k", "from-tag=a");
        ask("answer", "call-id=k", "from-tag=a", "to-tag=b");
        assertThat(ask("create", "call-id=n", "rtpp-flags=RTP/SAVP SDES-only-NONE"))
                .containsEntry("result", new NgValue.Text("error"));
        ask("delete", "call-id=k");
        talk.assertNothingLeft();
    }
}
