package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import jackfield.base.Outbox;
import jackfield.roles.useragent.SipTexts;
import jackfield.roles.useragent.TextRef;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/// Texts by way of SIP: those of our devices, and those that come for them. Every text goes this
/// way where there is SIP, so that it is kept, and reaches phones and pages alike.
final class TextGateway implements SipTexts.Events {
    private final SipTexts sip;
    private final Calls calls;
    private final Devices devices;
    private final Outbox<SignalOutput> out;
    private final Map<TextRef, Sent> sent = new HashMap<>();
    private long serial;

    /// A text whose fate is not known yet.
    private record Sent(Device from, Json.Members message) {}

    /// @param out where messages to devices go
    TextGateway(SipTexts sip, Calls calls, Devices devices, Outbox<SignalOutput> out) {
        this.sip = sip;
        this.calls = calls;
        this.devices = devices;
        this.out = out;
    }

    /// True for what SIP can carry: a text for all devices of a user.
    static boolean takes(Json.Members message) {
        String text = message.text("text");
        return "message".equals(message.text("type"))
                && text != null
                && !text.isEmpty()
                && message.get("toDevice") == null;
    }

    /// A device writes.
    void write(Device from, String to, Json.Members message, Step step) {
        TextRef ref = new TextRef("signal-" + ++serial);
        sent.put(ref, new Sent(from, message.without("text")));
        sip.text(ref, from.user(), to, message.text("text", ""), step.now());
    }

    @Override
    public void sent(TextRef ref, int status, String reason, long now) {
        Sent text = sent.remove(ref);
        if (text == null) {
            return;
        }
        Step step = calls.step(now, out);
        String id = text.message.text("id");
        if (status >= 300) {
            Refusal refusal = status == 413 ? Refusal.TOO_LONG : Refusal.UNAVAILABLE;
            Json.Members error = refusal.message(text.message);
            text.from.send(error.with("status", status).with("text", reason), step);
        } else if (id != null) {
            Json.Members told = message("message-sent").with("id", id);
            text.from.send(told.with("status", status), step);
        }
    }

    @Override
    public void text(TextRef ref, String to, SipTexts.Text text, long now) {
        Step step = calls.step(now, out);
        Json.Members message =
                message("message")
                        .with("from", text.from())
                        .with("fromDevice", SipGateway.DEVICE)
                        .with("toId", to)
                        .with("text", text.text());
        if (text.number() > 0) {
            message = message.with("number", text.number());
        }
        String written = moment(text.date());
        if (!written.isEmpty()) {
            message = message.with("sent", written);
        }
        boolean taken = false;
        for (Device device : devices.of(to)) {
            if (device.takesSip()) {
                taken |= give(device, message, text.number(), step) && device.isThere();
            }
        }
        sip.taken(ref, taken, now);
    }

    /// False where too much waits for the device already.
    private static boolean give(Device device, Json.Members message, long number, Step step) {
        if (number > 0 && device.hasText(number)) {
            return true; // it came for others again
        }
        boolean given = device.send(message, step);
        if (given && number > 0) {
            device.gotText(number);
        }
        return given;
    }

    /// `2026-11-21T14:00:00Z` for a date as header fields write it (RFC 3261 section 20.17); empty
    /// for everything else.
    private static String moment(String date) {
        try {
            return date.isEmpty()
                    ? ""
                    : DateTimeFormatter.ISO_INSTANT.format(
                            ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return "";
        }
    }
}
