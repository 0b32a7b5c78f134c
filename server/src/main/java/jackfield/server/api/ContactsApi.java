package jackfield.server.api;

import jackfield.store.Contact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /// What is wrong with a request, as the answer to it.
    private static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1;

        Bad(String why) {
            super(why, null, false, false);
        }
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
                                json -> checked(() -> replace(account, json.path("contacts")))));
    }

    private Answer replace(String account, JsonNode list) {
        if (!list.isArray() || list.size() > books.most()) {
            throw new Bad("contacts: a list of " + books.most() + " at most");
        }
        List<Contact> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode each : list) {
            Contact contact = contact(each.path("id").asString(""), each);
            if (!ids.add(contact.id())) {
                throw new Bad("two contacts have the id " + contact.id());
            }
            all.add(contact);
        }
        books.replace(account, all);
        return book(account);
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
                                        checked(() -> {
                                            Contact contact = contact(id, json);
                                            return books.put(account, contact)
                                                    ? Answer.ok(json(contact))
                                                    : Answer.error(
                                                            409,
                                                            "the book is full: "
                                                                    + books.most()
                                                                    + " contacts");
                                        })));
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

    private static Answer checked(java.util.function.Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (Bad bad) {
            return Answer.error(400, String.valueOf(bad.getMessage()));
        }
    }

    private static Contact contact(String id, JsonNode json) {
        if (!ID.matcher(id).matches()) {
            throw new Bad("id: 1 to 64 letters, digits, - and _");
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode each : json.path("addresses")) {
            addresses.add(line(each.asString(""), "addresses", LONGEST_ADDRESS));
        }
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw new Bad("addresses: 1 to " + MOST_ADDRESSES + " numbers or SIP addresses");
        }
        return new Contact(
                id,
                line(json.path("name").asString(""), "name", LONGEST_NAME),
                addresses,
                json.path("starred").asBoolean(false));
    }

    private static String line(String said, String what, int longest) {
        String text = said.strip();
        if (text.isEmpty() || text.length() > longest || text.chars().anyMatch(c -> c < ' ')) {
            throw new Bad(what + ": 1 to " + longest + " characters on one line");
        }
        return text;
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
                                json ->
                                        checked(() -> {
                                            String said = json.path("name").asString("").strip();
                                            String name =
                                                    said.isEmpty()
                                                            ? ""
                                                            : line(said, "name", LONGEST_NAME);
                                            books.name(account, name);
                                            return Answer.ok(Map.of("name", name));
                                        })));
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
