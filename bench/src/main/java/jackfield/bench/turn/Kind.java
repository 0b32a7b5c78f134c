package jackfield.bench.turn;

/// How clients wrap what they send.
enum Kind {
    CHANNELS("channels"),
    INDICATIONS("indications");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    @Override
    public String toString() {
        return title;
    }
}
