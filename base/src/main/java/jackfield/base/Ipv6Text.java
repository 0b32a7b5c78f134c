package jackfield.base;

/// The recommended text of an IPv6 address (RFC 5952): lower case, no leading zeros, the longest
/// run of zero groups as `::`.
final class Ipv6Text {
    private Ipv6Text() {}

    static String shortest(long high, long low) {
        int[] group = new int[8];
        for (int i = 0; i < 8; i++) {
            group[i] = (int) ((i < 4 ? high >>> 48 - 16 * i : low >>> 48 - 16 * (i - 4)) & 0xffff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append(i == 0 ? "::" : ":");
                i += length - 1;
                continue;
            }
            text.append(Integer.toHexString(group[i]));
            if (i < 7) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
