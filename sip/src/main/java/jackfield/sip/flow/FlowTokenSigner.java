package jackfield.sip.flow;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes flow tokens and reads them back (RFC 5626 section 5.2). One writer.
///
/// ```
/// version(8) | side(4) transport(4) | families(8) | boot(64) | flow id(64) |
/// local address(32 or 128) port(16) | remote address(32 or 128) port(16) | HMAC-SHA256, first 128 bits
/// ```
///
/// The signature is over all of this and the Call-ID of the dialog: who was once in a call with
/// somebody can reach them by the token in that dialog only. In base64url without padding: 63
/// characters for IPv4, 95 for IPv6, none of which a user part has to escape.
public final class FlowTokenSigner {
    private static final byte VERSION = 2;
    private static final int TAG = 16;
    private static final int HEAD = 3 + 2 * Long.BYTES;
    private static final int LONGEST = 4 * (HEAD + 2 * 18 + TAG) / 3 + 4;
    private static final int LOCAL_IPV6 = 1;
    private static final int REMOTE_IPV6 = 2;

    private final Mac mac;
    private final long boot;

    /// A signer.
    ///
    /// @param key 32 secret bytes, the same over restarts
    /// @param boot a random number drawn at this start of the node: a connection's token of another
    ///   boot is never believed
    public FlowTokenSigner(byte[] key, long boot) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        this.boot = boot;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new AssertionError("every Java has HmacSHA256", impossible);
        }
    }

    /// The token for the user part of a SIP URI: letters, digits, `-` and `_`.
    ///
    /// @param callId of the dialog it is for
    public String sign(Flow flow, FlowToken.Side side, String callId) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + 2 * 18);
        out.put(VERSION);
        out.put((byte) (code(side) << 4 | code(flow.transport())));
        out.put(
                (byte)
                        ((flow.local().isIpv4() ? 0 : LOCAL_IPV6)
                                | (flow.remote().isIpv4() ? 0 : REMOTE_IPV6)));
        out.putLong(boot).putLong(flow.id());
        put(flow.local(), out);
        put(flow.remote(), out);
        byte[] said = Arrays.copyOf(out.array(), out.position());
        byte[] whole = Arrays.copyOf(said, said.length + TAG);
        System.arraycopy(signature(said, callId), 0, whole, said.length, TAG);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// Reads a user part. `Bad` where it is no token, was not signed by our key for this dialog, or
    /// names a connection of an earlier run.
    public Parsed<FlowToken> verify(String user, String callId) {
        byte[] whole = bytes(user);
        if (whole.length <= HEAD + TAG) {
            return new Parsed.Bad<>("flow token", user);
        }
        byte[] said = Arrays.copyOf(whole, whole.length - TAG);
        byte[] tag = Arrays.copyOfRange(whole, said.length, whole.length);
        if (!MessageDigest.isEqual(tag, signature(said, callId))) {
            return new Parsed.Bad<>("flow token signature", user);
        }
        return said[0] == VERSION ? read(said, user) : new Parsed.Bad<>("flow token version", user);
    }

    private byte[] signature(byte[] said, String callId) {
        mac.update(said);
        return Arrays.copyOf(mac.doFinal(callId.getBytes(StandardCharsets.UTF_8)), TAG);
    }

    /// Reads what our key signed: it is well formed, or it is a bug.
    private Parsed<FlowToken> read(byte[] said, String user) {
        ByteBuffer in = ByteBuffer.wrap(said).position(1);
        int kinds = in.get();
        int families = in.get();
        boolean current = in.getLong() == boot;
        Transport transport = transport(kinds & 0xf);
        if (!current && transport != Transport.UDP) {
            return new Parsed.Bad<>("flow token of an earlier run", user);
        }
        long id = in.getLong();
        Endpoint local = endpoint((families & LOCAL_IPV6) == 0, in);
        Endpoint remote = endpoint((families & REMOTE_IPV6) == 0, in);
        Flow flow = new Flow(id, transport, local, remote);
        return new Parsed.Ok<>(new FlowToken(flow, side(kinds >>> 4), current));
    }

    /// The bytes of `user` where it is base64url as we write it, else none. There is one spelling
    /// of each token, so that two users are never the same flow.
    private static byte[] bytes(String user) {
        byte[] none = {};
        if (user.length() > LONGEST) {
            return none;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(user);
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return canonical.equals(user) ? bytes : none;
        } catch (IllegalArgumentException notBase64) {
            return none;
        }
    }

    private static void put(Endpoint endpoint, ByteBuffer out) {
        if (endpoint.isIpv4()) {
            out.putInt(endpoint.ipv4());
        } else {
            out.putLong(endpoint.high()).putLong(endpoint.low());
        }
        out.putShort((short) endpoint.port());
    }

    private static Endpoint endpoint(boolean ipv4, ByteBuffer in) {
        if (ipv4) {
            return Endpoint.ipv4(in.getInt(), in.getShort() & 0xffff);
        }
        return new Endpoint(in.getLong(), in.getLong(), in.getShort() & 0xffff);
    }

    // Written out, because tokens outlive a restart and with it an order of constants.

    private static int code(Transport transport) {
        return switch (transport) {
            case UDP -> 0;
            case TCP -> 1;
            case TLS -> 2;
            case WS -> 3;
            case WSS -> 4;
        };
    }

    private static Transport transport(int code) {
        return switch (code) {
            case 0 -> Transport.UDP;
            case 1 -> Transport.TCP;
            case 2 -> Transport.TLS;
            case 3 -> Transport.WS;
            case 4 -> Transport.WSS;
            default -> throw new IllegalStateException("we signed transport " + code);
        };
    }

    private static int code(FlowToken.Side side) {
        return switch (side) {
            case CALLER -> 0;
            case CALLEE -> 1;
        };
    }

    private static FlowToken.Side side(int code) {
        return switch (code) {
            case 0 -> FlowToken.Side.CALLER;
            case 1 -> FlowToken.Side.CALLEE;
            default -> throw new IllegalStateException("we signed side " + code);
        };
    }
}
