/// Packets in order: what the network shuffled, doubled, delayed or lost. Sans-IO, in virtual time;
/// knows no codec and no call.
package jackfield.media.jitter;
