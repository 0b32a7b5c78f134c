package jackfield.rtc.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;

/// A handshake of two datagrams without cryptography, so that dialogues can run in virtual time:
/// the hello carries the client's certificate, the answer the server's.
final class ScriptedDtls implements Dtls {
    static final byte HELLO = 22;
    static final byte ANSWER = 23;
    static final byte ALERT = 21;

    private final String certificate;
    final List<Role> opened = new ArrayList<>();
    int received;

    ScriptedDtls(String certificate) {
        this.certificate = certificate;
    }

    Fingerprint ours() {
        return Fingerprint.sha256(certificate.getBytes(UTF_8));
    }

    @Override
    public String fingerprint() {
        return ours().value();
    }

    byte[] hello() {
        return datagram(HELLO);
    }

    private byte[] datagram(byte type) {
        byte[] name = certificate.getBytes(UTF_8);
        byte[] bytes = new byte[1 + name.length];
        bytes[0] = type;
        System.arraycopy(name, 0, bytes, 1, name.length);
        return bytes;
    }

    @Override
    public Association open(Role role, Events events) {
        opened.add(role);
        if (role == Role.CLIENT) {
            events.send(hello());
        }
        return new Association() {
            private boolean done;

            @Override
            public void receive(byte[] datagram) {
                received++;
                if (datagram[0] == ALERT) {
                    events.closed();
                } else if (datagram[0] == (role == Role.SERVER ? HELLO : ANSWER) && !done) {
                    done = true;
                    if (role == Role.SERVER) {
                        events.send(datagram(ANSWER));
                    }
                    byte[] peer = java.util.Arrays.copyOfRange(datagram, 1, datagram.length);
                    events.established(
                            new Keys(
                                    SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                                    new byte[16],
                                    new byte[14],
                                    new byte[16],
                                    new byte[14],
                                    peer));
                }
            }

            @Override
            public void close() {
                if (done) {
                    events.send(new byte[] {ALERT, 0});
                }
            }
        };
    }

    @Override
    public void close() {}
}
