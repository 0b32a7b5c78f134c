package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.roles.relay.media.Carried;
import jackfield.roles.relay.media.MediaTotals;
import jackfield.roles.relay.media.Transcoded;
import jackfield.rtc.quality.Ratings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What `statistics` tells: of commands, of calls, of media and ports.
class StatisticsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Talk talk = new Talk();
    private final Direct host = new Direct();
    private final NgCore ng = new NgCore(talk.relay, null, 1_700_000_000L, host);
    private long now = SECOND;
    private int cookies;

    private Map<String, NgValue> ask(String bencoded) {
        host.at(now);
        byte[] reply = Direct.ask(ng, Direct.bytes(++cookies + " " + bencoded), now);
        String text = Direct.text(Objects.requireNonNull(reply));
        byte[] body = Direct.bytes(text.substring(text.indexOf(' ') + 1));
        return Bencode.read(body).orThrow().entries();
    }

    private void offer(String id) {
        String sdp = Sdps.phone("0").replace("\n", "\r\n");
        ask(
                "d7:command5:offer7:call-id%d:%s8:from-tag1:a3:sdp%d:%se"
                        .formatted(id.length(), id, sdp.length(), sdp));
    }

    private void delete(String id) {
        ask("d7:command6:delete7:call-id%d:%se".formatted(id.length(), id));
    }

    private static Map<String, NgValue> inside(Map<String, NgValue> all, String name) {
        return ((NgValue.Dictionary) Objects.requireNonNull(all.get(name), name)).entries();
    }

    private static Map<String, NgValue> first(Map<String, NgValue> all, String name) {
        NgValue.Items items = (NgValue.Items) Objects.requireNonNull(all.get(name), name);
        return ((NgValue.Dictionary) items.items().getFirst()).entries();
    }

    private Map<String, NgValue> statistics() {
        return inside(ask("d7:command10:statisticse"), "statistics");
    }

    private static NgValue whole(long number) {
        return new NgValue.Whole(number);
    }

    private static NgValue text(String text) {
        return new NgValue.Text(text);
    }

    private static NgFigures flowed(long packets, long bytes, long errors) {
        Carried carried =
                new Carried(
                        4,
                        2,
                        packets,
                        bytes,
                        1,
                        3,
                        new Ratings(2, 8, 32.5),
                        Map.of("PCMU/8000 -> opus/48000", new Carried.Chain(2, 700)));
        MediaTotals media =
                new MediaTotals(
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of("strict-source", errors),
                        0,
                        0,
                        0,
                        Transcoded.NONE,
                        carried);
        return new NgFigures(
                media,
                List.of(
                        new NgFigures.Ports(
                                "default",
                                "192.0.2.1",
                                new PortRange.Use(20_000, 20_099, 75, 20_044))));
    }

    @Test
    void ratesAreThoseSinceTheLastTime() {
        host.figures = flowed(100, 17_200, 0);
        statistics();
        now += 10 * SECOND;
        host.figures = flowed(1_100, 189_200, 20);
        Map<String, NgValue> current = inside(statistics(), "currentstatistics");
        assertThat(current)
                .containsEntry("packetrate", whole(100))
                .containsEntry("packetrate_user", whole(100))
                .containsEntry("packetrate_kernel", whole(0))
                .containsEntry("byterate", whole(17_200))
                .containsEntry("errorrate", whole(2))
                .containsEntry("transcodedmedia", whole(2))
                .containsEntry("media_userspace", whole(4));
        now += SECOND / 2; // too soon: it stays as it was
        assertThat(inside(statistics(), "currentstatistics"))
                .containsEntry("packetrate", whole(100));
    }

    @Test
    void totalsAreOfAllMediaAndOfCallsThatAreOver() {
        host.figures = flowed(100, 17_200, 5);
        offer("one");
        offer("two");
        now += 10 * SECOND;
        delete("one");
        now += 20 * SECOND;
        ng.mediaLost("ng two", "silence", now);
        Map<String, NgValue> total = inside(statistics(), "totalstatistics");
        assertThat(total)
                .containsEntry("uptime", text("31"))
                .containsEntry("managedsessions", whole(2))
                .containsEntry("regularterminatedsessions", whole(1))
                .containsEntry("timeoutsessions", whole(0))
                .containsEntry("offertimeoutsessions", whole(1))
                .containsEntry("relayedpackets", whole(100))
                .containsEntry("relayedpacketerrors_user", whole(5))
                .containsEntry("relayedbytes_kernel", whole(0))
                .containsEntry("zerowaystreams", whole(1))
                .containsEntry("onewaystreams", whole(3))
                .containsEntry("avgcallduration", text("20.000000"))
                .containsEntry("totalcallsduration", text("40.000000"))
                .containsEntry("totalcallsduration2", text("1000.000000"))
                .containsEntry("totalcallsduration_stddev", text("10.000000"));
    }

    @Test
    void anIntervalIsTheLastWholeMinute() {
        now = 60 * SECOND;
        host.pace = SECOND / 100;
        offer("one");
        offer("two");
        now += 5 * SECOND;
        offer("three");
        delete("one");
        assertThat(inside(statistics(), "intervalstatistics"))
                .containsEntry("maxmanagedsessions", whole(0));
        now += 60 * SECOND;
        Map<String, NgValue> minute = inside(statistics(), "intervalstatistics");
        assertThat(minute)
                .containsEntry("totalcallsduration", text("5.000000"))
                .containsEntry("minmanagedsessions", whole(0))
                .containsEntry("maxmanagedsessions", whole(3))
                .containsEntry("minofferdelay", text("0.010000"))
                .containsEntry("maxofferdelay", text("0.010000"))
                .containsEntry("avgofferdelay", text("0.010000"))
                .containsEntry("minofferrequestrate", text("0"))
                .containsEntry("maxofferrequestrate", text("2"))
                .containsEntry("avgofferrequestrate", text("0"))
                .containsEntry("maxblock DTMFrequestrate", text("0"));
        now += 120 * SECOND;
        assertThat(inside(statistics(), "intervalstatistics"))
                .containsEntry("minmanagedsessions", whole(2))
                .containsEntry("maxmanagedsessions", whole(2))
                .containsEntry("maxofferrequestrate", text("0"));
    }

    @Test
    void eachSecondOfABusyMinuteHadSome() {
        now = 60 * SECOND;
        for (int i = 0; i < 60; i++) {
            for (int n = i == 30 ? 2 : 5; n > 0; n--) {
                ask("d7:command4:pinge");
            }
            now += SECOND;
        }
        assertThat(inside(statistics(), "intervalstatistics"))
                .containsEntry("minpingrequestrate", text("2"))
                .containsEntry("maxpingrequestrate", text("5"))
                .containsEntry("avgpingrequestrate", text("4"));
    }

    @Test
    void commandsAreCountedForEachProxyAndTimed() {
        host.pace = 2 * SECOND / 1000;
        ask("d7:command4:pinge");
        ask("d7:command4:pinge");
        ask("d7:command5:query7:call-id1:xe");
        Map<String, NgValue> control = inside(statistics(), "controlstatistics");
        assertThat(control).containsEntry("totalpingcount", whole(2));
        assertThat(first(control, "proxies"))
                .containsEntry("proxy", text("127.0.0.1"))
                .containsEntry("pingcount", whole(2))
                .containsEntry("pingduration", text("0.004000"))
                .containsEntry("errorcount", whole(1));
    }

    @Test
    void soundPortsAndTranslatorsAreTold() {
        host.figures = flowed(1, 1, 1);
        Map<String, NgValue> all = statistics();
        assertThat(inside(all, "mos"))
                .containsEntry("mos_total", text("8.000000"))
                .containsEntry("mos_samples_total", whole(2))
                .containsEntry("mos_average", text("4.000000"))
                .containsEntry("mos_stddev", text("0.500000"));
        assertThat(first(all, "interfaces"))
                .containsEntry("name", text("default"))
                .containsEntry("address", text("192.0.2.1"));
        assertThat(inside(first(all, "interfaces"), "ports"))
                .containsEntry("min", whole(20_000))
                .containsEntry("max", whole(20_099))
                .containsEntry("used", whole(25))
                .containsEntry("used_pct", text("25.00"))
                .containsEntry("free", whole(75))
                .containsEntry("totals", whole(100))
                .containsEntry("last", whole(20_044));
        assertThat(first(all, "transcoders"))
                .containsEntry("chain", text("PCMU/8000 -> opus/48000"))
                .containsEntry("num", whole(2))
                .containsEntry("packets", whole(700));
    }
}
