package jackfield.roles.records;

import java.util.Map;

/// The media of one side of a call at its end, as that side itself said it: media from page to page
/// passes nobody who could count it.
///
/// @param profile `page`
/// @param codec what came to it; empty where not said
/// @param packets that came to it
/// @param packetsOut that it sent
/// @param lostPercent of what should have come
/// @param roundTripMs -1 where not known
/// @param mos the last score; 0 where there is none
/// @param lowestMos the lowest one
/// @param verdict in words
/// @param verdictCode as a word that never changes
/// @param verdictFacts what the verdict names
public record SaidSide(
        String profile,
        String codec,
        long packets,
        long packetsOut,
        double lostPercent,
        double jitterMs,
        double roundTripMs,
        double mos,
        double lowestMos,
        String verdict,
        String verdictCode,
        Map<String, Object> verdictFacts) {
    public SaidSide {
        verdictFacts = Map.copyOf(verdictFacts);
    }
}
