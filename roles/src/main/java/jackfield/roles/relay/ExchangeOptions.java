package jackfield.roles.relay;

import java.util.List;

/// What is wanted of one offer or answer as a whole, on both its sides.
///
/// @param keepsDirection whether `sendonly` and the like pass as they are
/// @param shape whether the answerer may be given another transport than it has
/// @param reports whose RTCP the parties get; once asked for, it stays for the call
/// @param keys what becomes of the keys that are pressed; once asked for, it stays for the call
/// @param codecs what becomes of codecs
/// @param tos how what we send to both parties is marked ([jackfield.base.Egress#mark]), for the
///   call: 0 to 255, [#USUAL_TOS] or [#SAME_TOS]
public record ExchangeOptions(
        boolean keepsDirection,
        Shape shape,
        Reports reports,
        KeyTerms keys,
        CodecTerms codecs,
        int tos) {
    /// The node's mark.
    public static final int USUAL_TOS = -1;

    /// As was said before; the node's, where nothing was.
    public static final int SAME_TOS = -2;

    /// Nothing special.
    public static final ExchangeOptions NONE =
            new ExchangeOptions(
                    false, Shape.KEPT, Reports.AS_BEFORE, KeyTerms.NONE, CodecTerms.NONE, SAME_TOS);

    /// What becomes of the transport of an answerer that has answered before. One that has not
    /// takes the shape that is asked for last.
    public enum Shape {
        /// It stays.
        KEPT,
        /// It is given the security that is asked for; ICE stays where nothing is said of it.
        ASKED,
        /// It is given all that is asked for, as in a first offer.
        ANEW
    }

    /// Nothing special but for keys.
    public static final ExchangeOptions KEYS_CARRIED =
            new ExchangeOptions(
                    false,
                    Shape.KEPT,
                    Reports.AS_BEFORE,
                    KeyTerms.CARRIED,
                    CodecTerms.NONE,
                    SAME_TOS);

    /// Whose RTCP reports the parties of a call get.
    public enum Reports {
        /// As was said before; those of the other party, where nothing was.
        AS_BEFORE,
        /// Ours.
        OURS,
        /// Those of the other party.
        THEIRS
    }

    /// What becomes of the keys that parties press.
    ///
    /// @param told whether they are told to [Relay.Events]
    /// @param kept whether they are kept back from the other side
    /// @param carried whether each party gets them the way it takes them: as events, as requests of
    ///   signalling, or as tones
    public record KeyTerms(boolean told, boolean kept, boolean carried) {
        /// They pass.
        public static final KeyTerms NONE = new KeyTerms(false, false, false);

        /// Each party gets them the way it takes them.
        public static final KeyTerms CARRIED = new KeyTerms(false, false, true);

        KeyTerms and(KeyTerms more) {
            return new KeyTerms(told || more.told, kept || more.kept, carried || more.carried);
        }
    }

    /// What becomes of codecs. Each is a name as SDP has it, perhaps with clock rate, channels and
    /// more behind slashes: `PCMA`, `opus/48000/2`, or `all`.
    ///
    /// @param strip taken out of the offer
    /// @param offer kept though `strip` or `mask` says `all`, and put first, in this order
    /// @param except kept though `strip` or `mask` says `all`
    /// @param mask taken out of the offer, but used towards the offerer
    /// @param consume the same, and used whatever is answered
    /// @param accept kept in the offer, and used towards the offerer whatever is answered
    /// @param transcode added to the offer, and translated here
    /// @param set options for our encoders
    /// @param ignore as if never offered
    public record CodecTerms(
            List<String> strip,
            List<String> offer,
            List<String> except,
            List<String> mask,
            List<String> consume,
            List<String> accept,
            List<String> transcode,
            List<String> set,
            List<String> ignore) {
        /// They pass.
        public static final CodecTerms NONE =
                new CodecTerms(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of(), List.of());

        public CodecTerms {
            strip = List.copyOf(strip);
            offer = List.copyOf(offer);
            except = List.copyOf(except);
            mask = List.copyOf(mask);
            consume = List.copyOf(consume);
            accept = List.copyOf(accept);
            transcode = List.copyOf(transcode);
            set = List.copyOf(set);
            ignore = List.copyOf(ignore);
        }

        /// True when nothing is asked.
        public boolean isEmpty() {
            return equals(NONE);
        }
    }
}
