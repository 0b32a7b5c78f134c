package jackfield.roles.presence;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.CallParty;
import java.util.List;
import java.util.Locale;

/// What notifications say.
final class Documents {
    private Documents() {}

    /// A presence document (RFC 3863) with the person's activity (RFC 4479, RFC 4480).
    static String pidf(AddressOfRecord user, Availability of) {
        String uri = Xml.escaped(user.uri().toString());
        boolean open = of.state() != Availability.State.OFFLINE;
        String words = of.note().isEmpty() ? of.state().words : of.note();
        String note = words.isEmpty() ? "" : Xml.escaped(words);
        StringBuilder text = new StringBuilder(600);
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"")
                .append(" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"")
                .append(" xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"")
                .append(uri)
                .append("\">\n<tuple id=\"phones\"><status><basic>")
                .append(open ? "open" : "closed")
                .append("</basic></status><contact>")
                .append(uri)
                .append("</contact>");
        if (!note.isEmpty()) {
            text.append("<note>").append(note).append("</note>");
        }
        text.append("</tuple>\n");
        if (!of.state().activity.isEmpty()) {
            text.append("<dm:person id=\"person\"><rpid:activities><rpid:")
                    .append(of.state().activity)
                    .append("/></rpid:activities></dm:person>\n");
        }
        return text.append("</presence>\n").toString();
    }

    /// The dialogs of a user, without what would let a watcher reach into them: no tags, no
    /// Call-ID, no other party.
    static String dialogs(List<CallParty> now, List<CallParty> over) {
        StringBuilder text = new StringBuilder();
        over.forEach(party -> dialog(text, party, "terminated"));
        now.forEach(party -> dialog(text, party, party.state().name().toLowerCase(Locale.ROOT)));
        return text.toString();
    }

    private static void dialog(StringBuilder text, CallParty party, String state) {
        text.append("<dialog id=\"")
                .append(Integer.toHexString((party.callId() + party.tag()).hashCode()))
                .append("\" direction=\"")
                .append(party.caller() ? "initiator" : "recipient")
                .append("\"><state>")
                .append(state)
                .append("</state></dialog>\n");
    }

    /// A whole dialog-info document (RFC 4235) around [#dialogs].
    static String dialogInfo(AddressOfRecord user, String dialogs, long version) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\""
                + version
                + "\" state=\"full\" entity=\""
                + Xml.escaped(user.uri().toString())
                + "\">\n"
                + dialogs
                + "</dialog-info>\n";
    }

    /// Messages waiting (RFC 3842 section 3.5).
    static String summary(AddressOfRecord user, VoicemailCount.Counts counts) {
        return "Messages-Waiting: "
                + (counts.fresh() > 0 ? "yes" : "no")
                + "\r\nMessage-Account: "
                + user.uri()
                + "\r\nVoice-Message: "
                + counts.fresh()
                + "/"
                + counts.old()
                + " (0/0)\r\n";
    }
}
