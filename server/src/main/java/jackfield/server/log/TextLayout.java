package jackfield.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// `14:03:02.123 INFO registrar [callId] alice has 2 contacts`. Control characters of strangers are
/// escaped, so that nobody writes lines of his own into the log.
final class TextLayout extends LineLayout {
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(localTime(event)).append(' ').append(event.getLevel());
        line.append(" ".repeat(Math.max(1, 6 - event.getLevel().toString().length())));
        line.append(room(event)).append(' ');
        String callId = callId(event);
        if (callId != null) {
            line.append('[');
            plain(callId, line);
            line.append("] ");
        }
        plain(event.getFormattedMessage(), line);
        line.append('\n');
        String trace = trace(event);
        if (trace != null) {
            line.append(trace);
        }
        return line.toString();
    }

    private static void plain(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> line.append("\\r");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append(c);
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\x").append(Character.forDigit(c >> 4 & 15, 16));
                        line.append(Character.forDigit(c & 15, 16));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
