package jackfield.net.udp;

/// How a [UdpLoop] works.
///
/// @param backend which way to the kernel
/// @param slotBytes the longest datagram received; a longer one is dropped and counted. The slot
///   itself is [#TAIL] bytes longer
/// @param slots how many datagrams one turn may receive before it sends, runs mail and wakes duties
/// @param receiveBufferBytes asked of the kernel for each socket; it may give less
/// @param batchWindowNs how long after the start of a turn the next one starts at the earliest, so
///   that it finds more packets: 0 for at once. A packet that comes alone is not kept waiting, and
///   mail never is
/// @param batchRate packets a second up to which nothing is kept waiting; the window opens from
///   there on and is all open at four times that. 0 for all open at any rate
/// @param tos the mark of what is sent ([jackfield.base.Egress#mark]), 0 to 255
public record UdpOptions(
        UdpBackend backend,
        int slotBytes,
        int slots,
        int receiveBufferBytes,
        long batchWindowNs,
        int batchRate,
        int tos) {
    /// Keeps 99 of 100 packets below a millisecond at 500 calls and takes half off their cost
    /// (docs/performance.md, docs/adr/0130-a-window-that-opens-with-the-load.md).
    private static final long MEDIA_WINDOW = 600_000;

    /// 100 calls: up to there the core is idle anyway and waiting buys nothing.
    private static final int MEDIA_RATE = 10_000;

    /// Takes a quarter off the cost of a registration at 4,000 a second, and delays its answers by
    /// half a millisecond there (docs/adr/0086-signalling-waits-too.md).
    private static final long SIGNALLING_WINDOW = 500_000;

    /// Room behind the longest datagram, for an authentication tag.
    public static final int TAIL = 64;

    /// For media: 2,048-byte slots, 1,024 a turn, 4 MiB receive buffers, a window of up to 0.6 ms.
    public static UdpOptions media() {
        return new UdpOptions(UdpBackend.best(), 2048, 1024, 4 << 20, MEDIA_WINDOW, MEDIA_RATE, 0);
    }

    /// For signalling, whose datagrams may have any length that UDP allows (RFC 3261 section
    /// 18.1.1): 65,535-byte slots, 128 a turn, 4 MiB receive buffers, a window of half a
    /// millisecond.
    public static UdpOptions signalling() {
        return new UdpOptions(UdpBackend.best(), 65_535, 128, 4 << 20, SIGNALLING_WINDOW, 0, 0);
    }

    public UdpOptions {
        if (slotBytes < 2048 || slotBytes > 65_535) {
            throw new IllegalArgumentException("slotBytes " + slotBytes);
        }
        if (slots < 1 || slots > 65_536) {
            throw new IllegalArgumentException("slots " + slots);
        }
        if (batchWindowNs < 0 || batchWindowNs > 10_000_000) {
            throw new IllegalArgumentException("batchWindowNs " + batchWindowNs);
        }
        if (batchRate < 0) {
            throw new IllegalArgumentException("batchRate " + batchRate);
        }
        if (tos < 0 || tos > 255) {
            throw new IllegalArgumentException("tos " + tos);
        }
    }

    /// The same with another backend.
    public UdpOptions withBackend(UdpBackend other) {
        return new UdpOptions(
                other, slotBytes, slots, receiveBufferBytes, batchWindowNs, batchRate, tos);
    }

    /// The same with another batch window (ns) at the same rates.
    public UdpOptions withBatchWindow(long ns) {
        return new UdpOptions(backend, slotBytes, slots, receiveBufferBytes, ns, batchRate, tos);
    }

    /// The same with another mark.
    public UdpOptions withTos(int other) {
        return new UdpOptions(
                backend, slotBytes, slots, receiveBufferBytes, batchWindowNs, batchRate, other);
    }
}
