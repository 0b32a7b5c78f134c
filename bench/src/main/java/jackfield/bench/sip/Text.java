package jackfield.bench.sip;

/// Reads what the load needs of a message's text.
final class Text {
    private Text() {}

    /// What stands between the first `after` and the next `before`; empty where there is no such
    /// place.
    static String between(String text, String after, String before) {
        int from = text.indexOf(after);
        if (from < 0) {
            return "";
        }
        from += after.length();
        int to = text.indexOf(before, from);
        return to < 0 ? "" : text.substring(from, to);
    }

    /// The status code of a response; 0 for a request.
    static int status(String message) {
        return message.startsWith("SIP/2.0 ") ? Integer.parseInt(message, 8, 11, 10) : 0;
    }

    /// Every line of the head that begins with `name`, line ends included.
    static String lines(String message, String name) {
        StringBuilder all = new StringBuilder();
        String wanted = "\r\n" + name;
        int end = message.indexOf("\r\n\r\n");
        for (int at = message.indexOf(wanted);
                at >= 0 && at < end;
                at = message.indexOf(wanted, at + 2)) {
            all.append(message, at + 2, message.indexOf("\r\n", at + 2) + 2);
        }
        return all.toString();
    }
}
