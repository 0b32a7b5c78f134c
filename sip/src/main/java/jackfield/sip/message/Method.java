package jackfield.sip.message;

/// A SIP method (RFC 3261 section 7.1): a token, case-sensitive, open to extensions.
///
/// @param name the token, `INVITE`
public record Method(String name) implements Comparable<Method> {
    public static final Method INVITE = new Method("INVITE");
    public static final Method ACK = new Method("ACK");
    public static final Method BYE = new Method("BYE");
    public static final Method CANCEL = new Method("CANCEL");
    public static final Method OPTIONS = new Method("OPTIONS");
    public static final Method REGISTER = new Method("REGISTER");
    public static final Method PRACK = new Method("PRACK");
    public static final Method UPDATE = new Method("UPDATE");
    public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
    public static final Method NOTIFY = new Method("NOTIFY");
    public static final Method REFER = new Method("REFER");
    public static final Method MESSAGE = new Method("MESSAGE");
    public static final Method INFO = new Method("INFO");
    public static final Method PUBLISH = new Method("PUBLISH");

    private static final Method[] KNOWN = {
        INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, PRACK, UPDATE, SUBSCRIBE, NOTIFY, REFER,
        MESSAGE, INFO, PUBLISH
    };

    public Method {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a method has a name");
        }
    }

    /// The method written in these bytes, which are a token.
    static Method of(byte[] in, int from, int to) {
        for (Method known : KNOWN) {
            if (Octets.same(in, from, to, known.name)) {
                return known;
            }
        }
        return new Method(Octets.text(in, from, to));
    }

    /// By name.
    @Override
    public int compareTo(Method other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
