package jackfield.bench.sip;

/// A kind of work that the load does again and again.
interface Work {
    /// Begins one unit; false where all phones are busy.
    boolean begin(long now);

    /// Requests for our phones.
    void ask(int phone, String request, long now);
}
