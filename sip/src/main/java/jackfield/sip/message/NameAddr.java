package jackfield.sip.message;

import jackfield.base.Parsed;
import org.jspecify.annotations.Nullable;

/// A name-addr or addr-spec with header parameters: what From, To, Contact, Route, Record-Route and
/// Path hold (RFC 3261 section 20.10).
///
/// @param display the display name as it was written, quotes included; null when missing
/// @param uri the address
/// @param parameters the header parameters: `tag`, `expires`, `q`, `+sip.instance`
public record NameAddr(@Nullable String display, Uri uri, Parameters parameters) {

    /// An address without a display name or parameters.
    public static NameAddr of(Uri uri) {
        return new NameAddr(null, uri, Parameters.NONE);
    }

    /// Reads one value. Without angle brackets, parameters belong to the header field (RFC 3261
    /// section 20.10).
    public static Parsed<NameAddr> parse(String text) {
        return AddressScan.parse(text);
    }

    /// The `tag` parameter (RFC 3261 section 19.3), or null.
    public @Nullable String tag() {
        return parameters.get("tag");
    }

    /// The display name as a person reads it: without quotes and escapes; null when missing.
    public @Nullable String displayName() {
        return display == null ? null : QuotedText.undo(display);
    }

    /// The same without a header parameter.
    public NameAddr without(String parameter) {
        return new NameAddr(display, uri, parameters.without(parameter));
    }

    /// The same with a header parameter set.
    public NameAddr with(String parameter, @Nullable String value) {
        return new NameAddr(display, uri, parameters.with(parameter, value));
    }

    /// The same with another address.
    public NameAddr to(Uri next) {
        return new NameAddr(display, next, parameters);
    }

    /// As on the wire, always in angle brackets.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(160);
        if (display != null) {
            text.append(display).append(' ');
        }
        text.append('<');
        if (uri instanceof SipUri sip) {
            sip.appendTo(text);
        } else {
            text.append(uri);
        }
        text.append('>');
        parameters.appendTo(text);
        return text.toString();
    }
}
