package jackfield.server.config;

/// How media reaches the network.
public final class MediaSettings {
    static final Section SECTION = new Section();

    public static final Setting<String> SOCKETS =
            SECTION.add(
                    "media.sockets",
                    Kinds.choice("auto", "io_uring", "epoll", "nio"),
                    "auto",
                    "How media packets come from the kernel and go to it; `auto` takes the cheapest"
                            + " way that works on this machine.");

    private MediaSettings() {}
}
