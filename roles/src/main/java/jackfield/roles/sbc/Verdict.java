package jackfield.roles.sbc;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.Headers;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
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

        /// True where the sender is asked for credentials.
        public boolean isChallenge() {
            return status == 401 || status == 407;
        }

        /// The answer to `request` that says so.
        public Response answer(Request request) {
            Response answer = Response.to(request, status, reason);
            for (Headers.Field field : fields) {
                answer = answer.with(answer.headers().add(field.name(), field.value()));
            }
            return answer;
        }

        Refuse(int status) {
            this(status, ReasonPhrase.of(status), List.of());
        }

        Refuse(int status, String reason) {
            this(status, reason, List.of());
        }

        /// With one more header field, at the end.
        Refuse with(Headers.Field field) {
            List<Headers.Field> more = new ArrayList<>(fields);
            more.add(field);
            return new Refuse(status, reason, more);
        }
    }
}
