package jackfield.net.flow;

import io.netty.channel.ChannelHandlerContext;

/// Closing a connection whose peer does not read: the library's own close waits behind what is
/// queued, for ever.
public final class Cutting {
    private Cutting() {}

    /// Closes the channel from below its handlers, whatever waits in them.
    @SuppressWarnings({
        "exports",
        "FutureReturnValueIgnored"
    }) // for this module; its end is an event
    public static void cut(ChannelHandlerContext context) {
        ChannelHandlerContext lowest = context.pipeline().firstContext();
        (lowest == null ? context : lowest).close();
    }
}
