package jackfield.roles.relay;

import java.util.List;

/// What is wanted of a leg beside its shape: terms that a controller may set and that otherwise
/// have our defaults. Typed values; who asked for them, and in what words, is not known here.
///
/// @param keying how keys may be agreed
/// @param ice how ICE is to be offered
/// @param place where the leg is
/// @param following how the peer's address is learnt
/// @param lines what the SDP we write has beside the usual
public record LegOptions(
        Keying keying, IceTerms ice, Place place, Following following, Lines lines) {
    /// Nothing special.
    public static final LegOptions NONE =
            new LegOptions(
                    Keying.USUAL, IceTerms.USUAL, Place.ANYWHERE, Following.USUAL, Lines.USUAL);

    /// How keys may be agreed. Suites by their names in RFC 4568.
    ///
    /// @param sdes whether keys in the SDP are allowed
    /// @param only the only suites allowed; empty for all
    /// @param not suites that are not allowed
    /// @param order the suites that come first, in this order
    /// @param dtls whether a handshake is allowed, and our part in it
    /// @param optional whether plain media with keys beside it may be offered and taken (RFC 8643)
    public record Keying(
            boolean sdes,
            List<String> only,
            List<String> not,
            List<String> order,
            Handshake dtls,
            boolean optional) {
        /// All that we can, and keys beside plain media where they are offered.
        public static final Keying USUAL =
                new Keying(true, List.of(), List.of(), List.of(), Handshake.ANY, true);

        public Keying {
            only = List.copyOf(only);
            not = List.copyOf(not);
            order = List.copyOf(order);
        }
    }

    /// Our part in a DTLS handshake when the peer leaves it to us (RFC 5763 section 5).
    public enum Handshake {
        /// No DTLS.
        OFF,
        /// As is best.
        ANY,
        /// We send the hello.
        ACTIVE,
        /// We wait for it.
        PASSIVE
    }

    /// How ICE is offered to the peer.
    ///
    /// @param mode whether
    /// @param lite whether our side is lite (RFC 8445 section 2.5)
    /// @param trickle whether we tell that candidates may come later (RFC 8838)
    public record IceTerms(IceMode mode, boolean lite, boolean trickle) {
        /// As the leg's profile says, full.
        public static final IceTerms USUAL = new IceTerms(IceMode.DEFAULT, false, false);
    }

    /// Whether and how our candidates are offered.
    public enum IceMode {
        /// As the profile says.
        DEFAULT,
        /// No ICE.
        REMOVE,
        /// Our candidates and no others.
        FORCE,
        /// Ours behind those that are there.
        OPTIONAL,
        /// Ours as if they were relayed ones.
        RELAY
    }

    /// Where the leg is.
    ///
    /// @param network the name of the logical interface; empty for the usual one
    /// @param family the family of its address
    public record Place(String network, Family family) {
        /// The usual interface, the family of the peer.
        public static final Place ANYWHERE = new Place("", Family.ANY);
    }

    /// A family of addresses.
    public enum Family {
        /// What suits the peer.
        ANY,
        /// IPv4.
        IP4,
        /// IPv6.
        IP6
    }

    /// How the peer's address is learnt from what it sends.
    ///
    /// @param learning from which packet
    /// @param symmetric false for a peer that sends from elsewhere than it receives: what is learnt
    ///   is never sent to
    /// @param strict whether packets from elsewhere are dropped once the address is known
    /// @param handover whether a later change of the address is followed
    /// @param keepsPort whether our port stays when the peer signals another address
    public record Following(
            Learning learning,
            boolean symmetric,
            boolean strict,
            boolean handover,
            boolean keepsPort) {
        /// Learn as is safe, then be strict; ports stay.
        public static final Following USUAL =
                new Following(Learning.HEURISTIC, true, true, false, true);
    }

    /// When an address is learnt.
    public enum Learning {
        /// Never: the SDP says where the peer is.
        OFF,
        /// From the first good packet.
        IMMEDIATE,
        /// From the first good packet some seconds after signalling.
        DELAYED,
        /// From the best of the first packets.
        HEURISTIC
    }

    /// What the SDP for the peer has.
    ///
    /// @param muxOnly whether there is no other way than rtcp-mux (RFC 8858)
    /// @param muxFollows whether rtcp-mux is agreed with this party only where the other agrees to
    ///   it; not for one with ICE
    /// @param ptime packet time in milliseconds to ask for; 0 for what the other side asks
    public record Lines(boolean muxOnly, boolean muxFollows, int ptime) {
        /// Nothing special.
        public static final Lines USUAL = new Lines(false, false, 0);
    }
}
