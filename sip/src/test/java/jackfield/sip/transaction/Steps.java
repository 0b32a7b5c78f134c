package jackfield.sip.transaction;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.sip.message.Message;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Steps a machine, or the whole layer, through virtual time and keeps what it says, with when.
final class Steps implements Outbox<TransactionOutput> {
    /// A moment that is not zero, as no moment of a running node is.
    private static final long START = 1_000_000_000L;

    private record Said(double seconds, TransactionOutput output) {}

    private final List<Said> said = new ArrayList<>();
    private long now = START;

    @Override
    public void put(TransactionOutput output) {
        said.add(new Said(seconds(), output));
    }

    long now() {
        return now;
    }

    double seconds() {
        return (now - START) / 1e9;
    }

    /// Wakes at every deadline up to `seconds` after the start, and stays there.
    void until(double seconds, LongSupplier deadline, Runnable wake) {
        long end = START + Math.round(seconds * 1e9);
        for (long next = deadline.getAsLong(); next <= end; next = deadline.getAsLong()) {
            now = Math.max(now, next);
            wake.run();
        }
        now = Math.max(now, end);
    }

    void until(double seconds, Transaction machine) {
        until(seconds, machine::deadline, () -> machine.wake(now, this));
    }

    void until(double seconds, TransactionLayer layer) {
        until(seconds, layer::deadline, () -> layer.wake(now, this));
    }

    /// What was said since the last call: `INVITE`, `200`, `Received 180`, `TimedOut`.
    List<String> taken() {
        List<String> words = said.stream().map(Said::output).map(Steps::word).toList();
        said.clear();
        return words;
    }

    /// The seconds at which something was said since the last call.
    List<Double> times() {
        List<Double> times = said.stream().map(Said::seconds).toList();
        said.clear();
        return times;
    }

    /// The outputs of one kind since the last call.
    <T extends TransactionOutput> List<T> taken(Class<T> kind) {
        List<T> found =
                said.stream().map(Said::output).filter(kind::isInstance).map(kind::cast).toList();
        said.clear();
        return found;
    }

    static boolean never(long deadline) {
        return deadline == Deadlines.NEVER;
    }

    private static String word(TransactionOutput output) {
        return switch (output) {
            case TransactionOutput.Send send -> word(send.message());
            case TransactionOutput.Received received -> "Received " + received.response().status();
            case TransactionOutput.NewRequest opened -> "NewRequest " + opened.request().method();
            case TransactionOutput.Stray stray -> "Stray " + stray.response().status();
            case TransactionOutput.Again again ->
                    "Again "
                            + new String(again.bytes(), StandardCharsets.US_ASCII).substring(8, 11);
            case TransactionOutput.Ack _ -> "Ack";
            case TransactionOutput.Cancelled _ -> "Cancelled";
            case TransactionOutput.TimedOut _ -> "TimedOut";
            case TransactionOutput.Unreachable _ -> "Unreachable";
            case TransactionOutput.Ended _ -> "Ended";
        };
    }

    private static String word(Message message) {
        return switch (message) {
            case Request request -> request.method().name();
            case Response response -> Integer.toString(response.status());
        };
    }
}
