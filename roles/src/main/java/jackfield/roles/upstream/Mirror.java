package jackfield.roles.upstream;

import jackfield.base.Flow;
import jackfield.roles.location.ContactToken;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// One user's registration at a mirror: kept by us for as long as the user has a binding here (RFC
/// 3261 section 10.2).
final class Mirror implements Errand.Sender {
    private static final long SECOND = 1_000_000_000L;

    /// After a refusal that waiting will hardly change: a wrong password, an unknown user (ns).
    private static final long REFUSED = 300 * SECOND;

    private static final int MOST_SECONDS = 86_400;

    final Progress progress;
    private final UpstreamRegistrations all;
    private final @Nullable Account account;
    private final @Nullable DigestClient digest;
    private final String callId;
    private final String tag;
    private long cseq;
    private int expires;
    private boolean wanted = true;
    private boolean asking;
    private boolean leaving;
    private @Nullable Request sent;

    Mirror(UpstreamRegistrations all, Progress progress, String callId, String tag) {
        this.all = all;
        this.progress = progress;
        this.callId = callId;
        this.tag = tag;
        account = progress.upstream.accounts().of(progress.aor);
        digest = account == null ? null : account.digest(all.random());
        expires = progress.upstream.expiresSeconds();
    }

    /// The user has a binding, or no longer has one.
    void want(boolean now, long at) {
        if (now != wanted) {
            wanted = now;
            if (!asking) {
                ask(null, at);
            }
        }
    }

    /// It is time: to refresh, or to try again.
    void due(long now) {
        if (!asking) {
            ask(null, now);
        }
    }

    /// Sends a REGISTER; `challenge` is what it must answer.
    void ask(@Nullable Response challenge, long now) {
        Account us = account;
        if (us == null) {
            progress.failed("no account for this user", 0, now);
            return;
        }
        if (!wanted && challenge == null && !progress.isGood(now)) {
            progress.unregistered(now);
            all.forget(this);
            return;
        }
        leaving = !wanted;
        asking = true;
        if (challenge == null) {
            progress.asking(now);
        }
        Request before = sent;
        cseq++;
        all.errands()
                .start(
                        new Errand(
                                progress.upstream.uri(),
                                flow -> {
                                    Request bare = request(us, flow);
                                    Request whole =
                                            challenge == null || before == null || digest == null
                                                    ? bare
                                                    : proved(digest, bare, challenge);
                                    sent = whole;
                                    return whole;
                                },
                                this),
                        now);
    }

    private static Request proved(DigestClient digest, Request bare, Response challenge) {
        Request proved = digest.answer(bare, challenge);
        return proved == null ? bare : proved;
    }

    private Request request(Account us, Flow flow) {
        String host = progress.upstream.uri().host();
        SipUri contact =
                OurContact.uri(
                        all.above().bindings().tokens(),
                        new ContactToken(ContactToken.Purpose.MIRROR, progress.aor, 0, 0),
                        all.above().addresses(),
                        flow);
        NameAddr address = NameAddr.of(SipUri.of(us.user(), host, 0));
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, address.with("tag", tag).toString())
                        .add(HeaderName.TO, address.toString())
                        .add(HeaderName.CALL_ID, callId)
                        .add(HeaderName.CSEQ, new CSeq(cseq, Method.REGISTER).toString())
                        .add(HeaderName.CONTACT, NameAddr.of(contact).toString())
                        .add(HeaderName.EXPIRES, Integer.toString(leaving ? 0 : expires))
                        .build();
        SipUri uri = SipUri.of(null, host, progress.upstream.uri().port());
        return new Request(Method.REGISTER, uri, headers, Body.NONE);
    }

    @Override
    public void answered(Response response, long now) {
        asking = false;
        int status = response.status();
        if (status == 401 || status == 407) {
            challenged(response, now);
        } else if (response.isSuccess()) {
            registered(response, now);
        } else if (status == 423
                && response.headers().number(HeaderName.MIN_EXPIRES) > expires
                && response.headers().number(HeaderName.MIN_EXPIRES) <= MOST_SECONDS) {
            expires = response.headers().number(HeaderName.MIN_EXPIRES);
            ask(null, now);
        } else {
            String why = status + " " + response.reason();
            long asked = response.headers().number(HeaderName.RETRY_AFTER) * SECOND;
            long wait = progress.backoff(all.settings(), all.random());
            fail(why, Math.max(asked, status >= 500 ? wait : REFUSED / 2 + wait), now);
        }
    }

    private void challenged(Response response, long now) {
        Request last = sent;
        if (last == null || digest == null || digest.answer(last, response) == null) {
            fail("wrong user or password", REFUSED, now);
            return;
        }
        progress.challenged(0, now);
        ask(response, now);
    }

    private void registered(Response response, long now) {
        if (leaving) {
            progress.unregistered(now);
            if (wanted) {
                ask(null, now);
            } else {
                all.forget(this);
            }
            return;
        }
        if (!wanted) {
            // The last binding went while the answer was on its way.
            progress.registered(now + SECOND, 0, now);
            ask(null, now);
            return;
        }
        long seconds = Math.clamp(granted(response), 1, MOST_SECONDS);
        long part = seconds * SECOND * (60 + all.random().nextInt(25)) / 100;
        progress.registered(now + seconds * SECOND, now + part, now);
        all.later(this, now + part);
    }

    private int granted(Response response) {
        String user = ContactNames.user(sent);
        for (NameAddr contact : response.headers().contacts()) {
            if (contact.uri() instanceof SipUri uri
                    && user.equals(uri.user())
                    && contact.parameters().number("expires") >= 0) {
                return contact.parameters().number("expires");
            }
        }
        return response.headers().expires() >= 0 ? response.headers().expires() : expires;
    }

    @Override
    public void failed(String why, long now) {
        asking = false;
        fail(why, progress.backoff(all.settings(), all.random()), now);
    }

    private void fail(String why, long wait, long now) {
        if (!wanted) {
            // It runs out by itself.
            progress.unregistered(now);
            all.forget(this);
            return;
        }
        progress.failed(why, now + wait, now);
        all.later(this, now + wait);
        all.tell(this.progress, why);
    }
}
