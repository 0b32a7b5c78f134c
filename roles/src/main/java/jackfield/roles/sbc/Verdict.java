package jackfield.roles.sbc;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.Headers;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of a request at the border.
public sealed interface Verdict {
    /// It may go on.
    ///
    /// @param sender the user who proved to have sent it; null where that was not asked
    /// @param peer the trusted host it came from; null where it came from elsewhere
    record Pass(@Nullable AddressOfRecord sender, @Nullable Peer peer) implements Verdict {}

    /// It ends here with this answer.
    record Refuse(int status, String reason, List<Headers.Field> fields) implements Verdict {
        public Refuse {
            fields = List.copyOf(fields);
        }

        /// The response that says so.
        public Response of(Request request) {
            Response refusal = Response.to(request, status, reason);
            for (Headers.Field field : fields) {
                refusal = refusal.with(refusal.headers().add(field.name(), field.value()));
            }
            return refusal;
        }

        Refuse(int status) {
            this(status, ReasonPhrase.of(status), List.of());
        }

        Refuse(int status, String reason) {
            this(status, reason, List.of());
        }
    }
}
