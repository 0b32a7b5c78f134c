package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why there is no audio from a peer, or none to it, as a value; [#words] says it to people and
/// [#code] to programs. docs/guide/no-audio.md tells for each what causes it and what to do.
public sealed interface Verdict {
    /// Who a leg leads to, in words.
    enum Peer {
        PHONE("the phone"),
        BROWSER("the browser");

        private final String words;

        Peer(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// A sentence without a full stop; empty where there is nothing to say.
    String words();

    /// A word that never changes: `never-heard`.
    String code();

    /// False where media is as it should be, or is not expected.
    default boolean isTrouble() {
        return true;
    }

    /// Media comes, and goes on.
    record Fine() implements Verdict {
        @Override
        public String words() {
            return "";
        }

        @Override
        public String code() {
            return "fine";
        }

        @Override
        public boolean isTrouble() {
            return false;
        }
    }

    /// Nothing has ever come.
    ///
    /// @param from the address in its SDP; null where it has none
    /// @param told where it was told to send
    /// @param rtcp whether its RTCP comes
    record NeverHeard(Peer peer, @Nullable Endpoint from, Endpoint told, Guess guess, boolean rtcp)
            implements Verdict {
        /// The likeliest cause.
        public enum Guess {
            /// We told it an address that only our own network reaches.
            WE_ARE_PRIVATE(
                    "it was told a private address: set public.address, or relay.interfaces"),
            /// Its SDP names an address of a private network, so a router is between us.
            IT_IS_PRIVATE("a firewall, or a private address in its SDP"),
            /// Nothing points anywhere.
            FIREWALL("a firewall, or it cannot reach that address"),
            /// Its RTCP comes from the same place.
            SILENT("its RTCP arrives, so the way is open: it is muted, or has no microphone");

            private final String words;

            Guess(String words) {
                this.words = words;
            }
        }

        @Override
        public String words() {
            String where = from == null ? "" : " at " + from.host();
            return peer + where + " never sent a packet to " + told + ": " + guess.words;
        }

        @Override
        public String code() {
            return rtcp ? "only-rtcp" : "never-heard";
        }
    }

    /// Media came, and stopped.
    ///
    /// @param from the last address
    /// @param seconds since the last packet
    /// @param rtcp whether its RTCP still comes
    record Stopped(Peer peer, Endpoint from, long seconds, boolean rtcp) implements Verdict {
        @Override
        public String words() {
            return peer
                    + " at "
                    + from
                    + " stopped sending "
                    + seconds
                    + " s ago"
                    + (rtcp ? "; its RTCP still arrives: it is muted" : "");
        }

        @Override
        public String code() {
            return "stopped";
        }
    }

    /// Packets come, but from an address that is not the peer's.
    ///
    /// @param from where they come from
    /// @param expected the address that is believed
    /// @param learnt whether that was learnt from packets, or is the one in its SDP
    record OtherSource(Endpoint from, @Nullable Endpoint expected, boolean learnt)
            implements Verdict {
        @Override
        public String words() {
            return "packets arrive from "
                    + from
                    + ", which is not "
                    + (learnt ? "the learnt address " : "the signalled address ")
                    + expected;
        }

        @Override
        public String code() {
            return "other-source";
        }
    }

    /// Packets come with a payload type that nobody agreed to.
    record WrongPayloadType(int type) implements Verdict {
        @Override
        public String words() {
            return "packets arrive with payload type " + type + ", which was not agreed";
        }

        @Override
        public String code() {
            return "wrong-payload-type";
        }
    }

    /// The answer with the peer's keys has not come.
    record NoKeys() implements Verdict {
        @Override
        public String words() {
            return "there are no keys for what the peer sends: its answer has not come";
        }

        @Override
        public String code() {
            return "no-keys";
        }
    }

    /// Packets come and cannot be opened.
    ///
    /// @param plain whether they look as if they were not protected at all
    record AuthenticationFails(boolean plain) implements Verdict {
        @Override
        public String words() {
            return plain
                    ? "packets arrive but fail authentication: they look like plain RTP, though"
                            + " SRTP was agreed"
                    : "packets arrive but fail authentication (wrong keys)";
        }

        @Override
        public String code() {
            return plain ? "plain-instead-of-srtp" : "wrong-keys";
        }
    }

    /// Packets come on a plain leg and look protected: they are noise to whoever hears them.
    record LooksProtected() implements Verdict {
        @Override
        public String words() {
            return "packets arrive that look like SRTP, though plain RTP was agreed: noise is"
                    + " heard";
        }

        @Override
        public String code() {
            return "srtp-instead-of-plain";
        }
    }

    /// No check of the browser's has come.
    ///
    /// @param local where it should send them
    /// @param candidates what its SDP offered: `2 host, 1 srflx`
    /// @param relayed whether one of them was a TURN server's
    record NoCheck(Endpoint local, String candidates, boolean relayed) implements Verdict {
        @Override
        public String words() {
            return "ICE: no check from the browser has arrived at "
                    + local
                    + (candidates.isEmpty() ? "" : " (it offered " + candidates + ")")
                    + ": its network or a firewall of ours drops UDP there"
                    + (relayed ? "" : "; a TURN server would get it through");
        }

        @Override
        public String code() {
            return "ice-no-check";
        }
    }

    /// Checks came, and no pair works.
    ///
    /// @param state of ICE
    /// @param failed the pairs that were tried
    record NoPath(String state, List<String> failed) implements Verdict {
        public NoPath {
            failed = List.copyOf(failed);
        }

        @Override
        public String words() {
            return "ICE: no path to the browser ("
                    + state
                    + ")"
                    + (failed.isEmpty() ? "" : "; tried " + String.join(", ", failed));
        }

        @Override
        public String code() {
            return state.equals("failed") ? "ice-failed" : "ice-checking";
        }
    }

    /// ICE has a path, and the browser that has to begin the handshake did not.
    record NoHello(Endpoint remote) implements Verdict {
        @Override
        public String words() {
            return "DTLS: no ClientHello from the browser at "
                    + remote
                    + ": it has not got our answer, or large datagrams are lost";
        }

        @Override
        public String code() {
            return "dtls-no-hello";
        }
    }

    /// The handshake is under way.
    record HandshakeUnfinished(String state) implements Verdict {
        @Override
        public String words() {
            return "DTLS handshake not finished: " + state;
        }

        @Override
        public String code() {
            return "dtls-unfinished";
        }
    }

    /// The handshake failed.
    ///
    /// @param fingerprint whether the certificate is not the announced one
    record HandshakeFailed(String why, boolean fingerprint) implements Verdict {
        @Override
        public String words() {
            return "DTLS handshake failed: " + why;
        }

        @Override
        public String code() {
            return fingerprint ? "dtls-fingerprint" : "dtls-failed";
        }
    }

    /// All is connected, and the browser sends nothing.
    record NoMicrophone() implements Verdict {
        @Override
        public String words() {
            return "connected, but the browser has sent no media: is the microphone allowed?";
        }

        @Override
        public String code() {
            return "no-microphone";
        }
    }

    /// Packets come and go nowhere.
    record NotForwarded(Why why) implements Verdict {
        /// What stops them.
        public enum Why {
            NOT_CONNECTED("the leg is connected to no other"),
            BLOCKED("are blocked by request"),
            NO_ADDRESS("there is no address to send them on to"),
            NO_KEYS("the other side has no keys yet");

            private final String words;

            Why(String words) {
                this.words = words;
            }
        }

        @Override
        public String words() {
            return "packets arrive, but " + why.words;
        }

        @Override
        public String code() {
            return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What we send never arrives, says the peer.
    ///
    /// @param to where it goes
    /// @param packets how many went
    record LostBehindUs(Peer peer, @Nullable Endpoint to, long packets) implements Verdict {
        @Override
        public String words() {
            return peer
                    + " reports that nothing of ours arrives (100 % loss), though "
                    + packets
                    + " packets went to "
                    + to
                    + ": a firewall or router in front of it drops them";
        }

        @Override
        public String code() {
            return "lost-behind-us";
        }
    }

    /// Packets come, and all they hold is silence.
    record OnlySilence(Peer peer, String codec, long seconds) implements Verdict {
        @Override
        public String words() {
            return peer
                    + " sends only silence"
                    + (codec.isEmpty() ? "" : " (" + codec + ")")
                    + " for "
                    + seconds
                    + " s: it is muted, or its microphone is another";
        }

        @Override
        public String code() {
            return "only-silence";
        }
    }

    /// The call is on hold: nothing is expected.
    record OnHold() implements Verdict {
        @Override
        public String words() {
            return "on hold: no media is expected";
        }

        @Override
        public String code() {
            return "on-hold";
        }

        @Override
        public boolean isTrouble() {
            return false;
        }
    }

    /// It rings: nothing is expected.
    record Unanswered() implements Verdict {
        @Override
        public String words() {
            return "nobody has answered yet: no media is expected";
        }

        @Override
        public String code() {
            return "unanswered";
        }

        @Override
        public boolean isTrouble() {
            return false;
        }
    }

    /// The peer's own description says that it sends nothing.
    ///
    /// @param direction `recvonly` or `inactive`
    /// @param answering whether we asked for that: we said `sendonly` or `inactive` first
    record SaysDirection(Peer peer, String direction, boolean answering) implements Verdict {
        @Override
        public String words() {
            return peer
                    + " sends nothing on purpose: its SDP says "
                    + direction
                    + (answering
                            ? ", because the other side holds the call or only sends"
                            : ": it holds the call, or its side is set up one-way");
        }

        @Override
        public String code() {
            return "one-way-by-sdp";
        }

        @Override
        public boolean isTrouble() {
            return false;
        }
    }

    /// Media comes, and is poor.
    ///
    /// @param towards us, or from us as the peer reports
    record Poor(Peer peer, boolean towards, double lossPercent, long jitterMs, double mos)
            implements Verdict {
        @Override
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "bad sound %s %s: MOS %.1f, %.1f %% lost, jitter %d ms",
                    towards ? "from" : "to",
                    peer,
                    mos,
                    lossPercent,
                    jitterMs);
        }

        @Override
        public String code() {
            return "poor";
        }
    }
}
