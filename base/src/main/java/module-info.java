/// What every core speaks: outboxes, deadlines, endpoints, flows. Knows no protocol.
module jackfield.base {
    requires static transitive org.jspecify;

    exports jackfield.base;
    exports jackfield.base.dns;
}
