package jackfield.rtc.peer;

import jackfield.rtc.dtls.Dtls;
import java.util.function.Consumer;

/// Makes a value of each thing that the DTLS implementation says of one association.
///
/// @param association the number it says it under
/// @param mailbox takes the values, on threads of the implementation
public record NumberedEvents(int association, Consumer<? super DtlsEvent> mailbox)
        implements Dtls.Events {
    @Override
    public void send(byte[] datagram) {
        mailbox.accept(new DtlsEvent.Datagram(association, datagram));
    }

    @Override
    public void established(Dtls.Keys keys) {
        mailbox.accept(new DtlsEvent.Established(association, keys));
    }

    @Override
    public void failed(String why) {
        mailbox.accept(new DtlsEvent.Failed(association, why));
    }

    @Override
    public void closed() {
        mailbox.accept(new DtlsEvent.Closed(association));
    }
}
