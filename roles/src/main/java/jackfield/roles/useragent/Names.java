package jackfield.roles.useragent;

import jackfield.base.Parsed;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.SipUri;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What users and addresses are called on both sides.
final class Names {
    private static final int LONGEST_ADDRESS = 255;
    private static final int LONGEST_NAME = 64;

    private final Addresses addresses;

    Names(Addresses addresses) {
        this.addresses = addresses;
    }

    /// The address of record of one who signs in as `name`.
    AddressOfRecord user(String name) {
        int at = name.lastIndexOf('@');
        return at < 0
                ? new AddressOfRecord(name, addresses.home())
                : new AddressOfRecord(name.substring(0, at), name.substring(at + 1));
    }

    /// What a user, a number, `user@domain` or a URI means; null where it is none of them.
    @Nullable SipUri destination(String text) {
        String bare = text.strip();
        String low = bare.toLowerCase(Locale.ROOT);
        String rest = low.startsWith("tel:") ? bare.substring(4) : bare;
        String uri =
                low.startsWith("sip:") || low.startsWith("sips:")
                        ? rest
                        : "sip:" + (rest.contains("@") ? rest : rest + "@" + addresses.home());
        return bare.isEmpty()
                        || uri.length() > LONGEST_ADDRESS
                        || !(SipUri.parse(uri) instanceof Parsed.Ok<SipUri>(SipUri read))
                        || read.user() == null
                ? null
                : new SipUri(
                        read.secure(),
                        read.user(),
                        read.host(),
                        read.port(),
                        read.parameters(),
                        null);
    }

    /// Our Contact for a user.
    ///
    /// @param token stands for the user
    SipUri contact(String token) {
        return new SipUri(
                false, token, Outlet.HOST, 0, Parameters.NONE.with("transport", "ws"), null);
    }

    /// `uri` with a name to show.
    NameAddr named(@Nullable String name, SipUri uri) {
        if (name == null || name.isBlank()) {
            return NameAddr.of(uri);
        }
        StringBuilder quoted = new StringBuilder("\"");
        name.strip()
                .codePoints()
                .limit(LONGEST_NAME)
                .filter(c -> !Character.isISOControl(c))
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\');
                    }
                    quoted.appendCodePoint(c);
                });
        return new NameAddr(quoted.append('"').toString(), uri, Parameters.NONE);
    }

    /// Who calls, as the callee may be told, and call back.
    SipCalls.Caller caller(NameAddr from) {
        String name = from.displayName();
        String shown = name == null ? "" : name;
        if (!(from.uri() instanceof SipUri uri)) {
            return new SipCalls.Caller(from.uri().toString(), shown);
        }
        String domain = addresses.domain(uri);
        AddressOfRecord caller = AddressOfRecord.of(uri, domain == null ? uri.host() : domain);
        if (addresses.home().equals(domain)) {
            return new SipCalls.Caller(caller.user(), shown);
        }
        String port = domain == null && uri.port() > 0 ? ":" + uri.port() : "";
        return new SipCalls.Caller(caller + port, shown);
    }
}
