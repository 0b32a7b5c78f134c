package jackfield.bench.fuzz;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// A STUN message.
final class StunTarget implements Target {
    private static final byte[] KEY = "a password of somebody".getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "stun";
    }

    @Override
    public List<byte[]> seeds() {
        TransactionId transaction = TransactionId.random(new SplittableRandom(1));
        Endpoint v6 = Objects.requireNonNull(Endpoint.literal("2001:db8::7", 4000));
        Endpoint v4 = Objects.requireNonNull(Endpoint.literal("192.0.2.1", 4000));
        return List.of(
                check("relay:browser", KEY),
                new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, transaction)
                        .xorMappedAddress(v4)
                        .sign(KEY)
                        .finish(),
                new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, transaction)
                        .xorMappedAddress(v6)
                        .finish(),
                new StunWriter(StunClass.ERROR, StunMessage.BINDING, transaction)
                        .errorCode(487, "Role Conflict")
                        .unknownAttributes(new int[] {0x24, 0x7fff})
                        .finish());
    }

    static byte[] check(String username, byte[] key) {
        TransactionId transaction = TransactionId.random(new SplittableRandom(2));
        return new StunWriter(StunClass.REQUEST, StunMessage.BINDING, transaction)
                .put(StunAttribute.USERNAME, username)
                .priority(0x6e0001ffL)
                .tieBreaker(StunAttribute.ICE_CONTROLLING, 7)
                .put(StunAttribute.USE_CANDIDATE)
                .sign(key)
                .finish();
    }

    @Override
    public long run(byte[] input) {
        if (!(StunMessage.parse(input) instanceof Parsed.Ok<StunMessage>(StunMessage message))) {
            return 0;
        }
        long did = 1L + message.kind().ordinal();
        for (StunAttribute each : StunAttribute.values()) {
            did = did * 3 + (message.has(each) ? 1 : 0);
            message.value(each);
        }
        did = did * 2 + (message.authentic(KEY) ? 1 : 0);
        did = did * 2 + (message.fingerprinted() ? 1 : 0);
        did = did * 2 + (IceAgent.localUfrag(message) == null ? 1 : 0);
        Endpoint mapped = message.xorMappedAddress();
        did = did * 3 + (mapped == null ? 0 : mapped.isIpv4() ? 1 : 2);
        message.priority();
        message.tieBreaker(StunAttribute.ICE_CONTROLLED);
        message.text(StunAttribute.USERNAME);
        return did * 5 + Math.min(message.unknownRequired().length, 4) + message.errorCode() * 7L;
    }
}
