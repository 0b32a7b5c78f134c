package jackfield.roles.relay.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A handshake of two datagrams without cryptography, whose two ends get the same SRTP keys, so
/// that dialogues run in virtual time. The hello carries the client's certificate, the answer the
/// server's.
final class PairedDtls implements Dtls {
    static final byte HELLO = 22;
    static final byte ANSWER = 23;
    static final byte ALERT = 21;

    private final String certificate;

    /// Where the ends of handshakes wait, if they are to wait.
    @Nullable List<Runnable> held;

    PairedDtls(String certificate) {
        this.certificate = certificate;
    }

    Fingerprint ours() {
        return Fingerprint.sha256(certificate.getBytes(UTF_8));
    }

    @Override
    public String fingerprint() {
        return ours().value();
    }

    private byte[] datagram(byte type) {
        byte[] name = certificate.getBytes(UTF_8);
        byte[] bytes = new byte[1 + name.length];
        bytes[0] = type;
        System.arraycopy(name, 0, bytes, 1, name.length);
        return bytes;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Override
    public Association open(Role role, Events events) {
        boolean client = role == Role.CLIENT;
        if (client) {
            events.send(datagram(HELLO));
        }
        return new Association() {
            private boolean done;

            @Override
            public void receive(byte[] datagram) {
                if (datagram[0] == ALERT) {
                    events.closed();
                }
                if (datagram[0] != (client ? ANSWER : HELLO) || done) {
                    return;
                }
                done = true;
                if (!client) {
                    events.send(datagram(ANSWER));
                }
                int us = client ? 1 : 2;
                Keys keys =
                        new Keys(
                                SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                                filled(16, us),
                                filled(14, us),
                                filled(16, 3 - us),
                                filled(14, 3 - us),
                                Arrays.copyOfRange(datagram, 1, datagram.length));
                if (held == null) {
                    events.established(keys);
                } else {
                    held.add(() -> events.established(keys));
                }
            }

            @Override
            public void close() {
                if (done) {
                    events.send(new byte[] {ALERT, 0, 0});
                }
            }
        };
    }

    @Override
    public void close() {}
}
