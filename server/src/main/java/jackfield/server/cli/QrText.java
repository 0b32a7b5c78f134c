package jackfield.server.cli;

import io.nayuki.qrcodegen.QrCode;

/// A QR code (ISO/IEC 18004) for a terminal: two of its rows on each line, as half blocks.
final class QrText {
    /// The light margin that readers want around it.
    private static final int QUIET = 4;

    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String AS_BEFORE = "\u001b[0m";

    private QrText() {}

    /// The lines, each ended.
    ///
    /// @param colours whether the terminal takes colours; without, light is what is drawn, because
    ///   most terminals are dark
    static String of(String text, boolean colours) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder out = new StringBuilder();
        for (int row = -QUIET; row < code.size + QUIET; row += 2) {
            out.append(colours ? BLACK_ON_WHITE : "");
            for (int column = -QUIET; column < code.size + QUIET; column++) {
                // Outside it is light, which is what the library says of such places.
                boolean upper = code.getModule(column, row) == colours;
                boolean lower =
                        row + 1 < code.size + QUIET && code.getModule(column, row + 1) == colours;
                out.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            out.append(colours ? AS_BEFORE : "").append('\n');
        }
        return out.toString();
    }
}
