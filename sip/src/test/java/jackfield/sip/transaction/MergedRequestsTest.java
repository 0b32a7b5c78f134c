package jackfield.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import org.junit.jupiter.api.Test;

/// RFC 3261 section 8.2.2.2.
class MergedRequestsTest {
    private final MergedRequests merged = new MergedRequests(3);
    private final Request request = Messages.request(Method.OPTIONS);

    private static TransactionId.Server by(String branch) {
        return new TransactionId.Server(branch, "192.0.2.1:5060", Method.OPTIONS, 1);
    }

    @Test
    void theSameRequestByAnotherWayIsMerged() {
        assertThat(merged.isFirst(by("z9hG4bK1"), request)).isTrue();
        assertThat(merged.isFirst(by("z9hG4bK2"), request)).isFalse();
        assertThat(merged.isFirst(by("z9hG4bK1"), request)).as("itself").isTrue();
    }

    @Test
    void whatDiffersInCallIdTagOrNumberIsAnother() {
        merged.isFirst(by("z9hG4bK1"), request);
        assertThat(merged.isFirst(by("z9hG4bK2"), request.with(HeaderName.CALL_ID, "other")))
                .isTrue();
        assertThat(
                        merged.isFirst(
                                by("z9hG4bK3"),
                                request.with(HeaderName.FROM, "<sip:a@b>;tag=other")))
                .isTrue();
        assertThat(merged.isFirst(by("z9hG4bK4"), request.with(HeaderName.CSEQ, "99 OPTIONS")))
                .isTrue();
    }

    @Test
    void itEndsWithItsTransaction() {
        merged.isFirst(by("z9hG4bK1"), request);
        merged.ended(by("z9hG4bK2"));
        assertThat(merged.isFirst(by("z9hG4bK2"), request)).isFalse();
        merged.ended(by("z9hG4bK1"));
        assertThat(merged.size()).isZero();
        assertThat(merged.isFirst(by("z9hG4bK2"), request)).isTrue();
    }

    @Test
    void insideADialogNothingIsMerged() {
        Request inDialog = request.with(HeaderName.TO, "<sip:b@c>;tag=2");
        assertThat(merged.isFirst(by("z9hG4bK1"), inDialog)).isTrue();
        assertThat(merged.isFirst(by("z9hG4bK2"), inDialog)).isTrue();
        assertThat(merged.size()).isZero();
    }

    @Test
    void itRemembersAsManyAsItMay() {
        for (int i = 0; i < 10; i++) {
            Request other = request.with(HeaderName.CALL_ID, "call" + i);
            assertThat(merged.isFirst(by("z9hG4bK" + i), other)).isTrue();
        }
        assertThat(merged.size()).isEqualTo(3);
    }
}
