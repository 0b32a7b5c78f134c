/// SIP without sockets: messages, transactions, dialogs, authentication, framing, flow tokens. A
/// body is bytes; SDP is not known here.
module jackfield.sip {
    requires transitive jackfield.base;
    requires static transitive org.jspecify;

    exports jackfield.sip.auth;
    exports jackfield.sip.dialog;
    exports jackfield.sip.event;
    exports jackfield.sip.flow;
    exports jackfield.sip.framing;
    exports jackfield.sip.message;
    exports jackfield.sip.transaction;
}
