package jackfield.roles.relay.media;

import jackfield.rtc.dtls.Dtls;

/// For calls without a browser.
final class NoDtls implements Dtls {
    @Override
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Association open(Role role, Events events) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
