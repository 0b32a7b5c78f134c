package jackfield.media.dtmf;

/// The event codes of RFC 4733 section 3.2: 0 to 9, 10 for `*`, 11 for `#`, 12 to 15 for `A` to
/// `D`, 16 for the flash of a hook.
public final class DtmfCode {
    /// The hook was pressed for a moment.
    public static final int FLASH = 16;

    private static final String SYMBOLS = "0123456789*#ABCD!";

    private DtmfCode() {}

    /// The code of `symbol` (`0` to `9`, `*`, `#`, `A` to `D` in either case, `!` for a flash), or
    /// -1.
    public static int of(char symbol) {
        return SYMBOLS.indexOf(symbol >= 'a' && symbol <= 'd' ? symbol - 'a' + 'A' : symbol);
    }

    /// True for the codes that are digits of a keypad, 0 to 15.
    public static boolean isDigit(int code) {
        return code >= 0 && code < FLASH;
    }

    /// The symbol of a code of 0 to 16; `?` for another.
    public static char symbol(int code) {
        return code < 0 || code >= SYMBOLS.length() ? '?' : SYMBOLS.charAt(code);
    }
}
