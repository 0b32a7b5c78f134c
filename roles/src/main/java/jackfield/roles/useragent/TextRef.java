package jackfield.roles.useragent;

/// The name of one text between [SipTexts] and its asker.
public record TextRef(String id) {
    @Override
    public String toString() {
        return id;
    }
}
