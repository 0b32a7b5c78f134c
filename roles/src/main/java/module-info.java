/// One package for each product that Jackfield replaces. What a role needs from outside is an
/// interface here.
module jackfield.roles {
    requires transitive jackfield.base;
    requires transitive jackfield.media;
    requires transitive jackfield.rtc;
    requires transitive jackfield.sip;
    requires static transitive org.jspecify;

    exports jackfield.roles.dispatcher;
    exports jackfield.roles.forwarding;
    exports jackfield.roles.locating;
    exports jackfield.roles.location;
    exports jackfield.roles.mediaserver;
    exports jackfield.roles.messaging;
    exports jackfield.roles.presence;
    exports jackfield.roles.p2p;
    exports jackfield.roles.proxy;
    exports jackfield.roles.records;
    exports jackfield.roles.registrar;
    exports jackfield.roles.relay;
    exports jackfield.roles.relay.media;
    exports jackfield.roles.relay.ng;
    exports jackfield.roles.relay.nodes;
    exports jackfield.roles.routing;
    exports jackfield.roles.sbc;
    exports jackfield.roles.signalling;
    exports jackfield.roles.trace;
    exports jackfield.roles.transactionuser;
    exports jackfield.roles.turn;
    exports jackfield.roles.upstream;
    exports jackfield.roles.useragent;
    exports jackfield.roles.waking;
}
