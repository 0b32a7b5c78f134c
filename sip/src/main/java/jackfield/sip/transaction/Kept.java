package jackfield.sip.transaction;

import jackfield.base.Flow;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// A final response that may have to be sent again for half a minute: the message, until somebody
/// leaves its bytes here, which are a fraction of its memory.
public final class Kept {
    private @Nullable Response response;
    private byte @Nullable [] bytes;

    Kept(Response response) {
        this.response = response;
    }

    /// The response as it was sent; the array is handed over.
    public void wrote(byte[] sent) {
        bytes = sent;
        response = null;
    }

    /// What repeats it on `flow`.
    TransactionOutput again(Flow flow) {
        Response whole = response;
        if (whole != null) {
            return new TransactionOutput.Send(flow, whole, this);
        }
        byte[] sent = bytes;
        if (sent == null) {
            throw new IllegalStateException("neither message nor bytes");
        }
        return new TransactionOutput.Again(flow, sent);
    }
}
