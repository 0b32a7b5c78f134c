package jackfield.roles.useragent;

/// The name of one text between [SipTexts] and its asker.
public record TextRef(String id) implements Comparable<TextRef> {
    /// By name: strangers can't make a table of them slow.
    @Override
    public int compareTo(TextRef other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
