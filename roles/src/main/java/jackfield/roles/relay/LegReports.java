package jackfield.roles.relay;

import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.Verdict;
import java.util.ArrayList;
import java.util.List;

/// What signalling knows of a call's legs, waiting for what the media shard knows.
///
/// @param known for each leg
/// @param answered false while a call has two parties and the other one has said nothing yet
/// @param recording how the call's recording is; empty where there is none
record LegReports(List<Known> known, boolean answered, String recording) {
    private record Party(String tag, String branch, String profile, String sdpIn, String sdpOut) {}

    private record Known(long leg, Party party) {}

    static LegReports of(RelayedCall call, String recording) {
        List<Known> known = new ArrayList<>();
        List<Party> parties = new ArrayList<>();
        for (jackfield.roles.relay.Party each : call.parties()) {
            Party party =
                    new Party(
                            each.tag(),
                            each.branch(),
                            each.profileName(),
                            Redacted.sdp(each.inBytes()),
                            Redacted.sdp(each.outBytes()));
            parties.add(party);
            each.legs().forEach(leg -> known.add(new Known(leg.id(), party)));
        }
        long spoke = parties.stream().filter(each -> !each.sdpIn().isEmpty()).count();
        return new LegReports(known, parties.size() < 2 || spoke >= 2, recording);
    }

    List<Long> legs() {
        return known.stream().map(Known::leg).toList();
    }

    List<LegReport> with(List<LegSnapshot> snapshots) {
        List<LegReport> reports = new ArrayList<>();
        for (Known each : known) {
            for (LegSnapshot snapshot : snapshots) {
                if (snapshot.leg() == each.leg()) {
                    reports.add(report(each.party(), snapshot));
                }
            }
        }
        return reports;
    }

    private LegReport report(Party party, LegSnapshot leg) {
        Verdict found = Directions.explain(leg.verdict(), party.sdpIn(), party.sdpOut());
        Verdict verdict = answered || !found.isTrouble() ? found : new Verdict.Unanswered();
        return new LegReport(
                party.tag(),
                party.branch(),
                party.profile(),
                leg.local(),
                leg.signalled(),
                leg.remote(),
                leg.ice(),
                leg.dtls(),
                leg.in().packets(),
                leg.out().packets(),
                leg.in().bytes(),
                leg.out().bytes(),
                leg.drops(),
                leg.lastRtpNs(),
                party.sdpIn(),
                party.sdpOut(),
                verdict.words(),
                new LegReport.Details(
                        leg.pairs(),
                        leg.srtp(),
                        leg.streams(),
                        verdict.code(),
                        verdict.isTrouble(),
                        recording));
    }
}
