package jackfield.roles.messaging;

import jackfield.base.Deadlines;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes text messages for our users, keeps them, and brings them to every device: at once, and
/// where no device took one, when the next registers (RFC 3428 section 7: the sender gets 202).
/// Other bodies pass as other requests do.
public final class TextMessages implements TransactionUser {
    private static final int LARGEST = 8_192;
    private static final String PLAIN = "text/plain";

    /// A message on its way to devices.
    private static final class Delivery {
        private final AddressOfRecord to;
        private final long number;
        private int open;
        private boolean done;

        private Delivery(AddressOfRecord to, long number) {
            this.to = to;
            this.number = number;
        }
    }

    private final Transactions transactions;
    private final Flows flows;
    private final Bindings bindings;
    private MessageStore store = MessageStore.NONE;
    private Sleepers sleepers = Sleepers.NONE;
    private final Map<TransactionId.Client, Delivery> asked = new HashMap<>();

    /// The numbers that are on their way: what waits is not sent twice.
    private final Set<Long> onTheWay = new HashSet<>();

    /// @param flows tells which devices can be reached
    /// @param bindings where users are
    public TextMessages(Transactions transactions, Flows flows, Bindings bindings) {
        this.transactions = transactions;
        this.flows = flows;
        this.bindings = bindings;
    }

    /// Keeps messages there from now on. Before the shard runs.
    public void keep(MessageStore there) {
        store = there;
    }

    /// Users who are not there are woken by this from now on.
    public void wakeBy(Sleepers others) {
        sleepers = others;
    }

    /// A MESSAGE outside any dialog for a user of ours.
    ///
    /// @param sender the user who proved to have sent it; null for everybody else
    /// @return false where it is not for us to keep
    public boolean receive(
            Arrival arrival, AddressOfRecord to, @Nullable AddressOfRecord sender, long now) {
        Request request = arrival.request();
        if (!store.isOn() || sender == null || !isText(request)) {
            return false;
        }
        String text = request.body().text();
        if (request.body().length() > LARGEST) {
            transactions.answer(arrival.id(), Response.to(request, 413), now);
        } else if (send(sender, to, request.headers().callId(), text, now)) {
            transactions.answer(arrival.id(), Response.to(request, 202), now);
        } else {
            transactions.answer(arrival.id(), Response.to(request, 480, "Mailbox Full"), now);
        }
        return true;
    }

    private static boolean isText(Request request) {
        String type = request.headers().first(HeaderName.CONTENT_TYPE);
        return request.is(Method.MESSAGE)
                && !request.body().isEmpty()
                && !request.headers().has(HeaderName.CONTENT_ENCODING)
                && type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(PLAIN);
    }

    /// Sends a text from one user to another, whatever it came by: it is kept, and goes to every
    /// device.
    ///
    /// @param from who wrote it: proved by whoever calls this
    /// @param id what it is called where it came from
    /// @return false where there is no room for it
    public boolean send(
            AddressOfRecord from, AddressOfRecord to, String id, String text, long now) {
        long number = store.keep(from, to, id, text);
        if (number < 0) {
            return false;
        }
        deliver(number, from, to, null, text, now);
        return true;
    }

    /// A device of a user has registered: it gets what waits.
    public void registered(@Nullable AddressOfRecord user) {
        if (user != null && store.hasWaiting(user)) {
            store.waiting(user, (all, now) -> bring(user, all, now));
        }
    }

    private void bring(AddressOfRecord user, List<MessageStore.Waiting> all, long now) {
        for (MessageStore.Waiting each : all) {
            if (!onTheWay.contains(each.number())) {
                deliver(each.number(), each.from(), user, each.date(), each.text(), now);
            }
        }
    }

    private void deliver(
            long number,
            AddressOfRecord from,
            AddressOfRecord to,
            @Nullable String date,
            String text,
            long now) {
        List<Binding> devices = new ArrayList<>(bindings.reachable(to));
        devices.removeIf(device -> !flows.alive(device.flow()));
        if (devices.isEmpty()) {
            if (sleepers.canWake(to)) {
                sleepers.wrote(to, from, text);
            }
            return;
        }
        Delivery delivery = new Delivery(to, number);
        delivery.open = devices.size();
        onTheWay.add(number);
        String tag = transactions.tag();
        for (Binding device : devices) {
            Headers.Builder headers = Headers.builder();
            device.path().forEach(hop -> headers.add(HeaderName.ROUTE, hop.toString()));
            headers.add(HeaderName.MAX_FORWARDS, "70")
                    .add(HeaderName.FROM, NameAddr.of(from.uri()).with("tag", tag).toString())
                    .add(HeaderName.TO, NameAddr.of(to.uri()).toString())
                    // The number names the message: a device that gets it twice can tell.
                    .add(HeaderName.CALL_ID, "text-" + number + "-" + tag)
                    .add(HeaderName.CSEQ, new CSeq(1, Method.MESSAGE).toString())
                    .add(HeaderName.CONTENT_TYPE, PLAIN + ";charset=UTF-8");
            if (date != null) {
                headers.add(HeaderName.DATE, date);
            }
            Request message =
                    new Request(Method.MESSAGE, device.target(), headers.build(), Body.text(text));
            asked.put(
                    transactions.send(message, device.flow(), transactions.branch(), now),
                    delivery);
        }
    }

    private void over(Delivery delivery, boolean taken) {
        delivery.open--;
        if (taken && !delivery.done) {
            delivery.done = true;
            store.delivered(delivery.to, delivery.number);
        }
        if (delivery.open == 0) {
            onTheWay.remove(delivery.number);
        }
    }

    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        Delivery delivery = asked.get(client);
        if (delivery == null) {
            return false;
        }
        if (response.isFinal()) {
            asked.remove(client);
            over(delivery, response.isSuccess());
        }
        return true;
    }

    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        return lost(client);
    }

    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        return lost(client);
    }

    private boolean lost(TransactionId.Client client) {
        Delivery delivery = asked.remove(client);
        if (delivery != null) {
            over(delivery, false);
        }
        return delivery != null;
    }

    @Override
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            lost(client);
        }
    }

    @Override
    public void wake(long now) {
        // Nothing of it has a time of its own.
    }

    @Override
    public long deadline() {
        return Deadlines.NEVER;
    }
}
