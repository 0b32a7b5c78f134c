package jackfield.roles.location;

import jackfield.sip.message.Escapes;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Globally routable user agent URIs (RFC 5627): addresses that lead to one device of a user, from
/// wherever they are used. The public one is the user's address with the instance in `gr`, and
/// stays the same for ever; a temporary one hides the user, and is good while the registration
/// lives. Neither needs a table.
public final class Gruus {
    private static final String PLAIN =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()[]/:&+$";

    private final ContactTokens tokens;

    Gruus(ContactTokens tokens) {
        this.tokens = tokens;
    }

    /// True for a URI that asks for one device (RFC 5627 section 4.3).
    public static boolean isGruu(SipUri uri) {
        return uri.parameters().has("gr");
    }

    /// The public GRUU of an instance.
    ///
    /// @param instance the `+sip.instance` as it was written: `"<urn:uuid:...>"`
    public SipUri ofInstance(AddressOfRecord aor, String instance) {
        return new SipUri(
                false,
                aor.user(),
                aor.domain(),
                0,
                Parameters.NONE.with("gr", escaped(bare(instance))),
                null);
    }

    /// A temporary GRUU of an instance, for as long as it registers by this Call-ID.
    ///
    /// @param salt another one gives another GRUU, of which nobody sees that it is the same device
    public SipUri temporary(AddressOfRecord aor, String instance, String callId, int salt) {
        ContactToken token =
                new ContactToken(
                        ContactToken.Purpose.TEMPORARY_GRUU,
                        aor,
                        ContactTokens.mark(bare(instance)),
                        ContactTokens.mark(callId));
        return new SipUri(
                false,
                tokens.seal(token, salt),
                aor.domain(),
                0,
                Parameters.NONE.with("gr", null),
                null);
    }

    /// Whose a GRUU is, and which of the user's bindings are meant.
    record Owner(AddressOfRecord aor, Predicate<Binding> bindings) {}

    /// The owner of a GRUU of `domain`; null for what is no GRUU, or not one that we gave out.
    @Nullable Owner owner(SipUri uri, String domain) {
        String gr = uri.parameters().get("gr");
        String user = uri.user();
        if (gr == null || user == null) {
            return null;
        }
        if (!gr.isEmpty()) {
            String instance = Escapes.undo(gr);
            return new Owner(
                    AddressOfRecord.of(uri, domain),
                    binding ->
                            binding.instance() != null
                                    && bare(binding.instance()).equals(instance));
        }
        ContactToken token = tokens.open(user, ContactToken.Purpose.TEMPORARY_GRUU);
        return token == null
                ? null
                : new Owner(
                        token.aor(),
                        binding ->
                                binding.instance() != null
                                        && ContactTokens.mark(bare(binding.instance()))
                                                == token.contact()
                                        && ContactTokens.mark(binding.callId())
                                                == token.registration());
    }

    /// The instance without the quotes and brackets that stand around it in a Contact. Its case is
    /// its own: it is never folded.
    private static String bare(String instance) {
        int from = instance.startsWith("\"<") ? 2 : 0;
        int to = instance.endsWith(">\"") ? instance.length() - 2 : instance.length();
        return from < to ? instance.substring(from, to) : instance;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && PLAIN.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toString();
    }
}
