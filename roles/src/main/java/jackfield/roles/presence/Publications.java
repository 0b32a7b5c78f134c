package jackfield.roles.presence;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.event.Notifier;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users publish of themselves (RFC 3903), until it expires.
final class Publications {
    private static final HeaderName ETAG = HeaderName.of("SIP-ETag");
    private static final HeaderName IF_MATCH = HeaderName.of("SIP-If-Match");
    private static final int MOST_PER_USER = 10;
    private static final int MOST_IN_ALL = 100_000;
    private static final int LARGEST = 8_192;
    private static final long SECOND = 1_000_000_000L;

    private static final class Publication {
        private final AddressOfRecord user;
        private String tag;
        private Published said;

        private Publication(AddressOfRecord user, String tag, Published said) {
            this.user = user;
            this.tag = tag;
            this.said = said;
        }
    }

    private final Transactions transactions;
    private final Notifier.Limits limits;

    /// The publications of each user, the one heard of last at the end.
    private final Map<AddressOfRecord, List<Publication>> byUser = new HashMap<>();

    private final Agenda<Publication> ends = new Agenda<>();
    private int size;

    Publications(Transactions transactions, Notifier.Limits limits) {
        this.transactions = transactions;
        this.limits = limits;
    }

    /// What a user said last; null for nothing.
    @Nullable Published of(AddressOfRecord user) {
        List<Publication> all = byUser.get(user);
        return all == null ? null : all.getLast().said;
    }

    /// Does what a PUBLISH asks, and gives its answer (section 6).
    Response publish(Request request, AddressOfRecord user, long now) {
        String match = request.headers().first(IF_MATCH);
        Publication known = match == null ? null : find(user, match.strip());
        if (match != null && known == null) {
            return Response.to(request, 412, "Conditional Request Failed");
        }
        int asked = request.headers().expires();
        if (asked > 0 && asked < limits.shortest()) {
            return Response.to(request, 423)
                    .with(HeaderName.MIN_EXPIRES, Long.toString(limits.shortest()));
        }
        long granted = asked < 0 ? limits.usual() : Math.min(asked, limits.longest());
        Response refusal = body(request, known);
        if (refusal != null) {
            return refusal;
        }
        Publication publication = known;
        if (publication == null) {
            if (size >= MOST_IN_ALL || count(user) >= MOST_PER_USER) {
                return Response.to(request, 503, "Too Many Publications")
                        .with(HeaderName.RETRY_AFTER, "60");
            }
            publication = new Publication(user, "", Published.read(request.body().text()));
            size++;
        } else {
            remove(publication);
            size++;
            if (!request.body().isEmpty()) {
                publication.said = Published.read(request.body().text());
            }
        }
        publication.tag = transactions.tag();
        byUser.computeIfAbsent(user, _ -> new ArrayList<>()).add(publication);
        if (granted == 0) {
            remove(publication);
        } else {
            ends.set(publication, now + granted * SECOND);
        }
        return Response.to(request, 200)
                .with(ETAG, publication.tag)
                .with(HeaderName.EXPIRES, Long.toString(granted));
    }

    private @Nullable Response body(Request request, @Nullable Publication known) {
        if (request.body().isEmpty()) {
            return known == null ? Response.to(request, 400, "Nothing To Publish") : null;
        }
        String type = request.headers().first(HeaderName.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals(EventPackage.PRESENCE.type)) {
            return Response.to(request, 415).with(HeaderName.ACCEPT, EventPackage.PRESENCE.type);
        }
        return request.body().length() > LARGEST ? Response.to(request, 413) : null;
    }

    private int count(AddressOfRecord user) {
        List<Publication> all = byUser.get(user);
        return all == null ? 0 : all.size();
    }

    private @Nullable Publication find(AddressOfRecord user, String tag) {
        for (Publication each : byUser.getOrDefault(user, List.of())) {
            if (each.tag.equals(tag)) {
                return each;
            }
        }
        return null;
    }

    private void remove(Publication publication) {
        List<Publication> all = byUser.get(publication.user);
        if (all != null && all.remove(publication)) {
            size--;
            if (all.isEmpty()) {
                byUser.remove(publication.user);
            }
        }
        ends.stop(publication);
    }

    /// A user whose publication is over by `now`; null where there is none.
    @Nullable AddressOfRecord expired(long now) {
        Publication publication = ends.take(now);
        if (publication == null) {
            return null;
        }
        remove(publication);
        return publication.user;
    }

    long deadline() {
        return ends.earliest();
    }
}
