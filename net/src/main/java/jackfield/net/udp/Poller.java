package jackfield.net.udp;

import jackfield.base.Endpoint;

/// One way to the kernel, for one loop. Only [#open] and [#wakeup] may be called from other
/// threads.
sealed interface Poller permits EpollPoller, UringPoller, NioPoller {
    /// On the loop's thread, before anything else there.
    void begin();

    /// Takes a port at once.
    Opened open(Endpoint local, UdpLoop loop, long id);

    /// Begins to receive from a socket of this poller.
    void register(LoopSocket socket);

    /// Ends receiving from a socket and gives its port back.
    void release(LoopSocket socket);

    /// Waits until a socket is ready, [#wakeup] is called or `timeoutNs` have passed (0 to look
    /// only).
    void await(long timeoutNs);

    /// Waits until [#wakeup] is called or `ns` have passed, whatever the sockets do.
    void pause(long ns);

    /// Receives from the ready sockets into their sinks, as much as the slots hold. Ends the
    /// validity of earlier slots. How many datagrams came.
    int receive();

    /// Sends what is queued.
    void flush();

    /// Datagrams that came by no socket and found no room. From any thread.
    default long dropped() {
        return 0;
    }

    /// Ends [#await] or [#pause], the next one if none runs. From any thread.
    void wakeup();

    /// Gives everything back.
    void close();
}
