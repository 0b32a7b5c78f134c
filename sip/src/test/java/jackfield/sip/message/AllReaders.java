package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

/// Calls every typed reader: none may throw on what the parser took.
final class AllReaders {
    private AllReaders() {}

    static void read(Message message) {
        Headers headers = message.headers();
        assertThat(headers.topVia()).isEqualTo(headers.vias().getFirst());
        assertThat(headers.from().toString()).isNotEmpty();
        assertThat(headers.to().toString()).isNotEmpty();
        assertThat(headers.callId()).isNotEmpty();
        assertThat(headers.cseq().number()).isNotNegative();
        assertThat(headers.maxForwards()).isGreaterThanOrEqualTo(-1);
        assertThat(headers.expires()).isGreaterThanOrEqualTo(-1);
        for (NameAddr address : headers.contacts()) {
            assertThat(address.displayName() == null).isEqualTo(address.display() == null);
            if (address.uri() instanceof SipUri uri) {
                assertThat(uri.sameAs(uri)).isTrue();
            }
        }
        assertThat(headers.routes()).doesNotContainNull();
        assertThat(headers.recordRoutes()).doesNotContainNull();
        assertThat(headers.path()).doesNotContainNull();
        headers.fields().forEach(field -> assertThat(field.value()).doesNotContain("\n", "\r"));
    }
}
