package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.Locale;

/// A URI where SIP carries one: `sip:`, `sips:`, or any other scheme kept as text (`tel:`, `urn:`).
public sealed interface Uri permits SipUri, Uri.Other {
    /// The scheme in lower case.
    String scheme();

    /// A URI of a scheme that we carry and do not read.
    ///
    /// @param scheme in lower case
    /// @param rest what follows the colon
    record Other(String scheme, String rest) implements Uri {
        @Override
        public String toString() {
            return scheme + ":" + rest;
        }
    }

    /// Reads a URI of any scheme.
    static Parsed<Uri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            return new Parsed.Bad<>("URI", text);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (scheme.equals("sip") || scheme.equals("sips")) {
            return switch (SipUri.parse(text)) {
                case Parsed.Ok<SipUri>(SipUri uri) -> new Parsed.Ok<>(uri);
                case Parsed.Bad<SipUri> bad -> bad.as();
            };
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == '<' || text.charAt(i) == '>') {
                return new Parsed.Bad<>("URI", text);
            }
        }
        return new Parsed.Ok<>(new Other(scheme, text.substring(colon + 1)));
    }
}
