/// Codecs, tones and recording formats.
module jackfield.media {
    requires static transitive org.jspecify;
    requires transitive jackfield.rtc;
    requires concentus;

    exports jackfield.media.codec;
    exports jackfield.media.jitter;
    exports jackfield.media.opus;
    exports jackfield.media.transcode;
}
