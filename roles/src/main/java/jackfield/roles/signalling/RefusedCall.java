package jackfield.roles.signalling;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.Refusal;
import jackfield.roles.records.CallRecord;
import jackfield.roles.transactionuser.Arrival;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// What is to be kept of an attempt that was refused before a call began.
final class RefusedCall {
    private RefusedCall() {}

    /// @param arrival what was being dealt with, where it was this call's INVITE
    /// @param sender the user who proved to have sent it
    static CallRecord record(
            Response response,
            @Nullable Arrival arrival,
            @Nullable AddressOfRecord sender,
            long now) {
        Headers headers = response.headers();
        String to = headers.to().uri().toString();
        String source = "";
        String user = null;
        if (arrival != null && arrival.request().headers().callId().equals(headers.callId())) {
            to = arrival.request().uri().toString();
            source = arrival.flow().peer();
            user = sender == null ? null : sender.toString();
        }
        CallRecord.Parties parties =
                new CallRecord.Parties(
                        headers.callId(), headers.from().uri().toString(), to, user, source, null);
        CallRecord.Ending ending =
                new CallRecord.Ending(
                        response.status(), CallRecord.By.NODE, Refusal.words(response));
        return new CallRecord(parties, CallRecord.Times.at(now), ending);
    }
}
