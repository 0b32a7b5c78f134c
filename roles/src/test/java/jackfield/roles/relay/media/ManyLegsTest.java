package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two hundred legs, noise, and rules that hold whatever happens.
class ManyLegsTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);
    private static final int LEGS = 200;
    private static final Endpoint MALLORY = Endpoint.parse("198.18.0.66:666");

    static LongStream seeds() {
        return LongStream.range(0, 5);
    }

    /// Half of the legs have keys. Good packets, damaged ones, noise and plans come in any order;
    /// every leg hears its own other side and nobody else, and nothing ever goes to the stranger.
    @ParameterizedTest
    @MethodSource("seeds")
    void everyLegHearsOnlyItsOtherSide(long seed) {
        var random = new SplittableRandom(seed);
        var shard = new Shard(new NoDtls());
        var phones = new ArrayList<Phone>();
        for (int i = 0; i < LEGS; i++) {
            var phone = new Phone(shard, i + 1, 10_000 + 2 * i, "192.0.2.1:" + (4000 + 2 * i), 8);
            phones.add(i % 4 < 2 ? phone.secured() : phone);
            shard.handle.install(plan(phone));
        }
        for (int i = 0; i < LEGS; i += 2) {
            shard.handle.patch(i + 1, i + 2);
        }
        shard.settle();
        for (Phone phone : phones) {
            phone.arrivesRtp(phone.packet(8), phone.address);
            shard.sent.clear();
        }
        int heard = 0;
        for (int step = 0; step < 20_000; step++) {
            int at = random.nextInt(LEGS);
            Phone phone = phones.get(at);
            Phone other = phones.get(at ^ 1);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    phone.arrivesRtp(phone.packet(8), phone.address);
                    RtpPacket packet = other.hears();
                    assertThat(packet.ssrc()).isEqualTo(phone.ssrc);
                    heard++;
                }
                case 2 -> {
                    byte[] bytes = phone.packet(8);
                    // Without keys a changed number is a changed number.
                    int from = phone.sealing == null ? 12 : 0;
                    bytes[random.nextInt(from, bytes.length)] ^= (byte) random.nextInt(1, 256);
                    phone.arrivesRtp(bytes, phone.address);
                }
                case 3 -> {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    int socket = phone.port + random.nextInt(2);
                    shard.arrives(socket, noise, random.nextBoolean() ? MALLORY : phone.address);
                }
                case 4 -> phone.arrivesRtp(phone.packet(8), MALLORY);
                default -> shard.handle.update(plan(phone));
            }
            shard.now += 100_000;
            for (Shard.Datagram datagram : shard.sent) {
                assertThat(datagram.to().low()).isNotEqualTo(MALLORY.low());
                assertThat(datagram.from().port()).isIn(other.port, other.port + 1);
            }
            shard.sent.clear();
        }
        assertThat(heard).isGreaterThan(5000);
        for (Phone phone : phones) {
            shard.handle.remove(phone.leg);
            shard.handle.close(phone.port);
            shard.handle.close(phone.port + 1);
        }
        shard.settle();
        assertThat(shard.core.deadline()).isEqualTo(Deadlines.NEVER);
    }

    /// Noise on the shared socket, and good messages with bits turned, beside browsers at work.
    @ParameterizedTest
    @MethodSource("seeds")
    void noiseOnTheSharedSocketDisturbsNoBrowser(long seed) {
        var random = new SplittableRandom(seed);
        var dtls = new PairedDtls("relay");
        var shard = new Shard(dtls);
        shard.open(Browser.RELAY);
        List<Browser> browsers = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            var browser = new Browser(shard, i, "192.0.2.1:" + (50_000 + i), dtls);
            browsers.add(browser);
            shard.handle.install(browser.plan(i, PCMA));
            shard.handle.loop(i);
            browser.begins(Dtls.Role.CLIENT);
        }
        for (int i = 0; i < 60; i++) {
            for (Browser browser : browsers) {
                browser.passes(4 * Shard.MILLI);
            }
        }
        shard.sent.clear();
        for (int step = 0; step < 5_000; step++) {
            Browser browser = browsers.get(random.nextInt(browsers.size()));
            byte[] noise = step % 2 == 0 ? browser.voice.packet(8) : new byte[random.nextInt(300)];
            if (step % 2 == 1) {
                random.nextBytes(noise);
                if (noise.length > 0) {
                    noise[0] = (byte) new int[] {0, 1, 22, 0x80, 0x40}[random.nextInt(5)];
                }
            } else {
                noise[random.nextInt(noise.length)] ^= (byte) random.nextInt(1, 256);
            }
            shard.arrives(Browser.SOCKET, noise, random.nextBoolean() ? MALLORY : browser.address);
            assertThat(shard.sent).noneMatch(datagram -> datagram.to().equals(MALLORY));
            browser.settle();
        }
        for (Browser browser : browsers) {
            browser.heard.clear();
            browser.speaks();
            assertThat(browser.heard).hasSize(1);
            assertThat(browser.unopened).isZero();
        }
    }

    @Test
    void forgettingALegForgetsItsAddresses() {
        var dtls = new PairedDtls("relay");
        var shard = new Shard(dtls);
        shard.open(Browser.RELAY);
        for (int i = 1; i <= 50; i++) {
            var browser = new Browser(shard, i, "192.0.2.1:50000", dtls);
            shard.handle.install(browser.plan(i, PCMA));
            shard.handle.loop(i);
            browser.begins(Dtls.Role.CLIENT);
            browser.passes(Shard.SECOND);
            browser.speaks();
            assertThat(browser.heard).as("the same address again, leg %d", i).hasSize(1);
            shard.handle.remove(i);
            shard.settle();
        }
    }

    private static LegPlan plan(Phone phone) {
        return phone.plan((phone.leg - 1) / 2, phone.address.toString(), PCMA);
    }
}
