/// Sound that we make ourselves: tones by their plan, clips from WAV files, and the player that
/// cuts them into frames. Knows no codec, no packet and no file system.
package jackfield.media.prompt;
