package jackfield.sip.message;

import jackfield.base.Parsed;

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
        return UriScan.parse(text);
    }
}
