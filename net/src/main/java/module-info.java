/// Every socket and event loop: UDP in batches, TCP, TLS, WebSocket, HTTP. Moves bytes and knows no
/// protocol of ours.
module jackfield.net {
    requires transitive jackfield.base;
    requires static transitive org.jspecify;
    requires io.netty.transport;
    requires io.vertx.core;
    requires io.vertx.web;
    requires org.dnsjava;
    requires org.slf4j;

    exports jackfield.net;
    exports jackfield.net.dns;
    exports jackfield.net.feed;
    exports jackfield.net.http;
    exports jackfield.net.stream;
    exports jackfield.net.udp;
}
