package jackfield.testkit;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The smallest node that can take a call: rings, answers when told to, and hangs up when nobody
/// acknowledges. It tries the ladder, and transactions, dialog and [InviteUas] together.
final class Answerer implements Node {
    private final TransactionLayer transactions =
            new TransactionLayer(new SplittableRandom(4), Timers.DEFAULT);
    private final List<String> told = new ArrayList<>();
    private TransactionOutput.@Nullable NewRequest ringing;
    private @Nullable Dialog dialog;
    private @Nullable InviteUas answering;
    private @Nullable Flow caller;

    @Override
    public void receive(Message message, Flow flow, long now, Outbox<Sent> out) {
        transactions.receive(message, flow, now, output -> done(output, now, out));
        drain(now, out);
    }

    @Override
    public void flowLost(Flow flow, long now, Outbox<Sent> out) {
        transactions.flowLost(flow, now, output -> done(output, now, out));
        drain(now, out);
    }

    @Override
    public void wake(long now, Outbox<Sent> out) {
        transactions.wake(now, output -> done(output, now, out));
        if (answering != null) {
            answering.wake(now, output -> pending.add(() -> answered(output, now, out)));
        }
        drain(now, out);
    }

    @Override
    public long deadline() {
        return Math.min(
                transactions.deadline(), answering == null ? Long.MAX_VALUE : answering.deadline());
    }

    List<String> told() {
        return told;
    }

    int inFlight() {
        return transactions.inFlight();
    }

    void answer(long now, Outbox<Sent> out) {
        Response ok = response(ringing.request(), 200);
        dialog = Dialog.uas(ringing.request(), ok).orThrow();
        caller = ringing.flow();
        answering = new InviteUas(ringing.id(), Timers.DEFAULT);
        answering.answer(ok, now, output -> pending.add(() -> answered(output, now, out)));
        drain(now, out);
    }

    // An outbox never calls back into the core that fills it, so what follows waits its turn.
    private final List<Runnable> pending = new ArrayList<>();

    private void drain(long now, Outbox<Sent> out) {
        while (!pending.isEmpty()) {
            pending.removeFirst().run();
        }
    }

    private void done(TransactionOutput output, long now, Outbox<Sent> out) {
        if (output instanceof TransactionOutput.Send(Flow flow, Message message, _)) {
            out.put(new Sent(flow, message));
        } else {
            pending.add(() -> act(output, now, out));
        }
    }

    private void act(TransactionOutput output, long now, Outbox<Sent> out) {
        switch (output) {
            case TransactionOutput.NewRequest opened when opened.request().is(Method.INVITE) -> {
                ringing = opened;
                respond(opened, 180, now, out);
            }
            case TransactionOutput.NewRequest opened -> {
                int status =
                        dialog == null
                                ? 481
                                : switch (dialog.receive(opened.request())) {
                                    case Dialog.Admission.Admitted _ -> 200;
                                    case Dialog.Admission.Rejected(int code) -> code;
                                };
                respond(opened, status, now, out);
            }
            case TransactionOutput.Cancelled _ -> respond(ringing, 487, now, out);
            case TransactionOutput.Ack(Request ack, Flow _) -> {
                if (answering != null) {
                    answering.receive(
                            ack, now, next -> pending.add(() -> answered(next, now, out)));
                }
            }
            case TransactionOutput.Unreachable _ -> told.add("unreachable");
            default -> {}
        }
    }

    private void answered(InviteUas.Output output, long now, Outbox<Sent> out) {
        switch (output) {
            case InviteUas.Output.Respond(var invite, Response response) ->
                    transactions.respond(invite, response, now, next -> done(next, now, out));
            case InviteUas.Output.Acknowledged _ -> told.add("acknowledged");
            case InviteUas.Output.NoAck _ -> {
                told.add("no ACK");
                transactions.send(
                        dialog.request(Method.BYE),
                        caller,
                        new SentBy("192.0.2.1", 5060),
                        now,
                        next -> done(next, now, out));
            }
        }
    }

    private void respond(
            TransactionOutput.NewRequest opened, int status, long now, Outbox<Sent> out) {
        transactions.respond(
                opened.id(),
                response(opened.request(), status),
                now,
                output -> done(output, now, out));
    }

    private static Response response(Request request, int status) {
        Response response =
                Response.to(request, status).with(HeaderName.CONTACT, "<sip:echo@192.0.2.1>");
        return request.headers().to().tag() != null
                ? response
                : response.with(
                        HeaderName.TO, request.headers().to().with("tag", "echo").toString());
    }
}
