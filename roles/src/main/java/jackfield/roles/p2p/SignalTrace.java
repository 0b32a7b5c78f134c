package jackfield.roles.p2p;

import jackfield.roles.trace.CallLadder;
import jackfield.roles.trace.SdpSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What was said in one call at `/signal`.
///
/// @param callId as its maker named it
/// @param said in the order it came and went; the offer is the first
/// @param dropped how many messages behind these were not kept
/// @param media what its pages have said of its media, one for each
public record SignalTrace(String callId, List<Said> said, int dropped, List<PageMedia> media) {
    /// What lets others into the media of a call: never shown.
    private static final Pattern SECRET = Pattern.compile("(a=ice-pwd:)[^\\\\\"]*");

    public SignalTrace {
        said = List.copyOf(said);
        media = List.copyOf(media);
    }

    /// One message.
    ///
    /// @param at when (ns since the node started)
    /// @param fromDevice true where the device said it, false where the node did
    /// @param user whose device it is
    /// @param device its id; `sip` for those whom SIP reaches
    /// @param place where it is: `wss 192.0.2.7:40112`; empty where nobody is connected
    /// @param message what was said
    /// @param json the same as it is written; it has secrets
    public record Said(
            long at,
            boolean fromDevice,
            String user,
            String device,
            String place,
            Json.Members message,
            String json) {
        /// Of the message: `call-offer`.
        String type() {
            return message.text("type", "");
        }

        /// Without the message.
        @Override
        public String toString() {
            return type() + " at " + at;
        }
    }

    /// A message for people.
    ///
    /// @param who the user and its device: `bob/b1`
    /// @param text JSON, its secrets left out
    public record Message(long at, boolean in, String who, String place, String text) {}

    /// When it began (ns since the node started).
    public long began() {
        return said.getFirst().at();
    }

    /// When the last message came or went.
    public long last() {
        return said.getLast().at();
    }

    /// The messages, to be read.
    public List<Message> messages() {
        return said.stream()
                .map(each ->
                        new Message(
                                each.at(),
                                each.fromDevice(),
                                each.user() + "/" + each.device(),
                                each.place(),
                                SECRET.matcher(each.json()).replaceAll("$1xxxx")))
                .toList();
    }

    /// As a ladder: the calling device, this node, and the devices that were called.
    public CallLadder ladder() {
        List<CallLadder.Party> parties = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<CallLadder.Step> steps = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Said each = said.get(i);
            String name = each.user() + "/" + each.device();
            int place = names.indexOf(name);
            if (place < 0) {
                place = names.size();
                names.add(name);
                parties.add(new CallLadder.Party(each.user(), each.place(), each.device()));
                if (place == 0) {
                    names.add("");
                    parties.add(new CallLadder.Party("jackfield", "", ""));
                }
            }
            steps.add(step(each, place, i));
        }
        return new CallLadder(parties, steps);
    }

    private static CallLadder.Step step(Said said, int place, int index) {
        int node = 1;
        return new CallLadder.Step(
                said.at(),
                said.fromDevice() ? place : node,
                said.fromDevice() ? node : place,
                said.type(),
                "",
                SdpSummary.of(sdp(said.message())),
                said.message().text("reason", ""),
                false,
                index);
    }

    private static String sdp(Json.Members message) {
        for (String name : List.of("offer", "answer")) {
            if (message.get(name) instanceof Json.Members description) {
                return description.text("sdp", "");
            }
        }
        return "";
    }
}
