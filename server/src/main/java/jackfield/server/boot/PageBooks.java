package jackfield.server.boot;

import jackfield.base.Parsed;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.transactionuser.Addresses;
import jackfield.server.api.ContactsView;
import jackfield.server.api.HistoryView;
import jackfield.server.config.PageSettings;
import jackfield.sip.message.SipUri;
import jackfield.store.CallRecordTable;
import jackfield.store.Contact;
import jackfield.store.Personal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What pages read of the database: call history, contacts, names.
final class PageBooks implements HistoryView, ContactsView {
    private final Parts parts;
    private final Personal personal;
    private final Seeing seeing;
    private final Addresses addresses;

    PageBooks(Parts parts, Personal personal, Seeing seeing, Addresses addresses) {
        this.parts = parts;
        this.personal = personal;
        this.seeing = seeing;
        this.addresses = addresses;
    }

    @Override
    public List<SavedCallRecord> records(CallRecordTable.Question question) {
        return seeing.records(question);
    }

    @Override
    public @Nullable String address(String uri) {
        if (SipUri.parse(uri) instanceof Parsed.Ok<SipUri>(SipUri parsed)
                && parsed.user() != null) {
            String domain = addresses.domain(parsed);
            return domain == null ? null : parsed.user() + "@" + domain;
        }
        return null;
    }

    @Override
    public List<Contact> contacts(String account) {
        return personal.contacts(account);
    }

    @Override
    public boolean put(String account, Contact contact) {
        return personal.putContact(account, contact, most());
    }

    @Override
    public void replace(String account, List<Contact> contacts) {
        personal.replaceContacts(account, contacts);
    }

    @Override
    public boolean remove(String account, String id) {
        return personal.removeContact(account, id);
    }

    @Override
    public int most() {
        return parts.config().get(PageSettings.CONTACTS);
    }

    @Override
    public List<String> accounts() {
        return parts.accounts().names();
    }

    @Override
    public Map<String, String> names() {
        return personal.names();
    }

    @Override
    public void name(String account, String name) {
        personal.name(account, name);
    }

    @Override
    public boolean showsDirectory() {
        return parts.config().get(PageSettings.DIRECTORY).equals("on");
    }
}
