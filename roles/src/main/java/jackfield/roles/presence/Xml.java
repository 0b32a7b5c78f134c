package jackfield.roles.presence;

/// The little of XML that our documents need.
final class Xml {
    private Xml() {}

    /// `text` where it stands between tags, or in an attribute.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '"' -> out.append("&quot;");
                        case '\'' -> out.append("&apos;");
                        default -> {
                            // What XML 1.0 cannot hold is left out.
                            boolean held =
                                    c >= ' '
                                            && c != 0xfffe
                                            && c != 0xffff
                                            && (c < 0xd800 || c > 0xdfff);
                            if (held || c == '\n' || c == '\t') {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        return out.toString();
    }

    /// What stood between tags.
    static String text(String escaped) {
        return escaped.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
                .strip();
    }
}
