package jackfield.server.api;

import jackfield.store.Contact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/api/me/contacts` and `/api/me/directory`: a user's own address book, and who else is here.
public final class ContactsApi {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ADDRESS = 320;
    private static final int MOST_ADDRESSES = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final UserAccess access;
    private final ContactsView books;
    private final String home;

    /// @param home the domain of accounts that name none
    public ContactsApi(UserAccess access, ContactsView books, String home) {
        this.access = access;
        this.books = books;
        this.home = home;
    }

    /// `GET /api/me/contacts`.
    public Answer list(@Nullable String authorization) {
        return access.guarded(authorization, this::book);
    }

    private Answer book(String account) {
        return Answer.ok(
                Map.of(
                        "contacts",
                        books.contacts(account).stream().map(ContactsApi::json).toList(),
                        "most",
                        books.most()));
    }

    /// `PUT /api/me/contacts` with `{"contacts": [...]}`: the whole book.
    public Answer replace(@Nullable String authorization, @Nullable String type, byte[] body) {
        return access.guarded(
                authorization,
                account ->
                        JsonBody.read(
                                type,
                                body,
                                json ->
                                        switch (contacts(json.path("contacts"))) {
                                            case Read.Bad<List<Contact>>(String why) ->
                                                    Answer.error(400, why);
                                            case Read.Good<List<Contact>>(var all) -> {
                                                books.replace(account, all);
                                                yield book(account);
                                            }
                                        }));
    }

    private Read<List<Contact>> contacts(JsonNode list) {
        if (!list.isArray() || list.size() > books.most()) {
            return new Read.Bad<>("contacts: a list of " + books.most() + " at most");
        }
        Map<String, Contact> all = new LinkedHashMap<>();
        for (JsonNode each : list) {
            switch (contact(each.path("id").asString(""), each)) {
                case Read.Bad<Contact>(String why) -> {
                    return new Read.Bad<>(why);
                }
                case Read.Good<Contact>(Contact contact) -> {
                    if (all.put(contact.id(), contact) != null) {
                        return new Read.Bad<>("two contacts have the id " + contact.id());
                    }
                }
            }
        }
        return new Read.Good<>(List.copyOf(all.values()));
    }

    /// `PUT /api/me/contacts/{id}` with `{"name", "addresses", "starred"}`.
    public Answer put(
            @Nullable String authorization, String id, @Nullable String type, byte[] body) {
        return access.guarded(
                authorization,
                account ->
                        JsonBody.read(
                                type,
                                body,
                                json ->
                                        switch (contact(id, json)) {
                                            case Read.Bad<Contact>(String why) ->
                                                    Answer.error(400, why);
                                            case Read.Good<Contact>(Contact contact) ->
                                                    put(account, contact);
                                        }));
    }

    private Answer put(String account, Contact contact) {
        return books.put(account, contact)
                ? Answer.ok(json(contact))
                : Answer.error(409, "the book is full: " + books.most() + " contacts");
    }

    /// `DELETE /api/me/contacts/{id}`.
    public Answer remove(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                account ->
                        books.remove(account, id)
                                ? Answer.ok(Map.of("removed", id))
                                : Answer.error(404, "there is no contact of this id"));
    }

    /// A part of a request: what it says, or what is wrong with it.
    private sealed interface Read<T> {
        record Good<T>(T value) implements Read<T> {}

        /// @param why for the one who sent it
        record Bad<T>(String why) implements Read<T> {}
    }

    private static Read<Contact> contact(String id, JsonNode json) {
        if (!ID.matcher(id).matches()) {
            return new Read.Bad<>("id: 1 to 64 letters, digits, - and _");
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode each : json.path("addresses")) {
            String address = each.asString("").strip();
            if (!isLine(address, LONGEST_ADDRESS)) {
                return notOneLine("addresses", LONGEST_ADDRESS);
            }
            addresses.add(address);
        }
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            return new Read.Bad<>(
                    "addresses: 1 to " + MOST_ADDRESSES + " numbers or SIP addresses");
        }
        String name = json.path("name").asString("").strip();
        return isLine(name, LONGEST_NAME)
                ? new Read.Good<>(
                        new Contact(id, name, addresses, json.path("starred").asBoolean(false)))
                : notOneLine("name", LONGEST_NAME);
    }

    private static boolean isLine(String text, int longest) {
        return !text.isEmpty()
                && text.length() <= longest
                && text.chars().noneMatch(letter -> letter < ' ');
    }

    private static <T> Read<T> notOneLine(String what, int longest) {
        return new Read.Bad<>(what + ": 1 to " + longest + " characters on one line");
    }

    private static Map<String, Object> json(Contact contact) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", contact.id());
        map.put("name", contact.name());
        map.put("addresses", contact.addresses());
        map.put("starred", contact.starred());
        return map;
    }

    /// `PUT /api/me` with `{"name": "Alice A."}`: what others see; an empty one is forgotten.
    public Answer rename(@Nullable String authorization, @Nullable String type, byte[] body) {
        return access.guarded(
                authorization,
                account ->
                        JsonBody.read(
                                type,
                                body,
                                json -> rename(account, json.path("name").asString("").strip())));
    }

    private Answer rename(String account, String name) {
        if (!name.isEmpty() && !isLine(name, LONGEST_NAME)) {
            return Answer.error(400, "name: 1 to " + LONGEST_NAME + " characters on one line");
        }
        books.name(account, name);
        return Answer.ok(Map.of("name", name));
    }

    /// `GET /api/me/directory`: the users of one's own domain.
    public Answer directory(@Nullable String authorization) {
        return access.guarded(
                authorization,
                account -> {
                    if (!books.showsDirectory()) {
                        return Answer.error(404, "this node shows no directory (web.directory)");
                    }
                    String domain = SessionApi.domain(account, home);
                    Map<String, String> names = books.names();
                    return Answer.ok(
                            Map.of(
                                    "users",
                                    books.accounts().stream()
                                            .filter(each ->
                                                    SessionApi.domain(each, home).equals(domain))
                                            .map(each -> entry(each, domain, names.get(each)))
                                            .toList()));
                });
    }

    private static Map<String, Object> entry(String account, String domain, @Nullable String name) {
        String user = SessionApi.user(account);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("user", user);
        map.put("uri", "sip:" + user + "@" + domain);
        map.put("name", name == null ? user : name);
        return map;
    }
}
