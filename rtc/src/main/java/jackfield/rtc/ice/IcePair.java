package jackfield.rtc.ice;

import jackfield.base.Endpoint;

/// A pair as reports show it.
///
/// @param local our socket
/// @param remote the peer's address
/// @param state `waiting`, `in-progress`, `succeeded`, `failed`
/// @param heard whether a check of the peer's came on it
/// @param selected whether media goes there
public record IcePair(
        Endpoint local, Endpoint remote, String state, boolean heard, boolean selected) {
    @Override
    public String toString() {
        String peer = heard ? ", the peer's checks arrive" : ", no check of the peer arrived";
        return local + " -> " + remote + " " + state + (selected ? ", selected" : peer);
    }
}
