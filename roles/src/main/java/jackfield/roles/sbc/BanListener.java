package jackfield.roles.sbc;

/// Hears of bans as they begin and end: to log and store them, and to close connections. Must
/// return at once.
public interface BanListener {
    /// For those who need not know.
    BanListener NONE =
            new BanListener() {
                @Override
                public void banned(Ban ban) {}

                @Override
                public void ended(Ban ban) {}
            };

    /// A ban has begun, or took the place of one for the same network.
    void banned(Ban ban);

    /// A ban is over, by time or because somebody lifted it.
    void ended(Ban ban);
}
