/// Codecs, tones, DTMF and recording formats.
module jackfield.media {
    requires transitive jackfield.base;
    requires transitive jackfield.rtc;
    requires concentus;
    requires static transitive org.jspecify;

    exports jackfield.media.codec;
    exports jackfield.media.dtmf;
    exports jackfield.media.jitter;
    exports jackfield.media.opus;
    exports jackfield.media.prompt;
    exports jackfield.media.record;
    exports jackfield.media.transcode;
}
