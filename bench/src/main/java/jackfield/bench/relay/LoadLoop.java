package jackfield.bench.relay;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The thread of the load. It sends on time to a few microseconds and fetches what came every
/// millisecond, in bursts: the kernel stamps each packet when it arrives, so a late look costs no
/// truth, and the relay does not pay for waking anybody.
public final class LoadLoop implements AutoCloseable {
    public static final String NAME = "load-0";
    private static final int BURST = 64;
    private static final int HEADER = 64;
    private static final int VECTOR = 16;
    private static final int CONTROL = 64;
    private static final int EVENTS = 1024;
    private static final int EVENT = 12;
    private static final int BUFFER = 4 << 20;
    private static final long LOOK = 1_000_000;
    private static final long TEND = 5_000_000;

    /// A sleep shorter than this costs more than waiting awake.
    private static final long SHORTEST_SLEEP = 15_000;

    final Arena arena = Arena.ofShared();
    final MemorySegment errno = memory(Kernel.ERRNO_BYTES);
    private final MemorySegment headers = memory((long) BURST * HEADER);
    private final MemorySegment names = memory((long) BURST * LoadSocket.NAME);
    private final MemorySegment controls = memory((long) BURST * CONTROL);
    private final MemorySegment[] slots = new MemorySegment[BURST];
    private final MemorySegment events = memory((long) EVENTS * EVENT);
    private final MemorySegment scratch = memory(64);
    private final int epoll;
    private final List<LoadSocket> sockets = new ArrayList<>();
    private final List<BrowserEnd> browsers = new ArrayList<>();
    private final List<LoadSocket> full = new ArrayList<>();
    private final Queue<Runnable> mail = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().name(NAME).daemon().unstarted(this::run);
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private long wallOffset;
    private @Nullable Load load;

    public LoadLoop() {
        MemorySegment vectors = memory((long) BURST * VECTOR);
        for (int i = 0; i < BURST; i++) {
            slots[i] = memory(LoadSocket.PACKET);
            vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR, slots[i].address());
            vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR + 8, LoadSocket.PACKET);
            long at = (long) i * HEADER;
            headers.set(JAVA_LONG_UNALIGNED, at, names.address() + (long) i * LoadSocket.NAME);
            headers.set(JAVA_LONG_UNALIGNED, at + 16, vectors.address() + (long) i * VECTOR);
            headers.set(JAVA_LONG_UNALIGNED, at + 24, 1);
            headers.set(JAVA_LONG_UNALIGNED, at + 32, controls.address() + (long) i * CONTROL);
            ready(i);
        }
        epoll = Kernel.epollCreate(errno);
    }

    public void start() {
        thread.start();
    }

    /// Nanoseconds on the load's clock.
    public long now() {
        return System.nanoTime();
    }

    /// Runs `task` on the load's thread, within a millisecond.
    public void execute(Runnable task) {
        mail.add(task);
    }

    /// Waits until the load's thread has done all that it was given, so that its results can be
    /// read.
    public void settle() {
        CountDownLatch done = new CountDownLatch(1);
        execute(done::countDown);
        try {
            while (!done.await(1, TimeUnit.SECONDS)) {
                requireHealth();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireHealth();
    }

    /// What is sent from now on. On the load's thread.
    public void load(@Nullable Load next) {
        load = next;
    }

    /// True when nothing went wrong on the load's thread.
    void requireHealth() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new BenchFailure("the load failed: " + thrown, thrown);
        }
    }

    /// A socket on `host`, IPv4. From any thread.
    ///
    /// @param depth how many packets may gather before they are sent
    public LoadSocket open(String host, int depth) {
        MemorySegment name = memory(LoadSocket.NAME);
        MemorySegment number = memory(8);
        MemorySegment mine = memory(Kernel.ERRNO_BYTES);
        Endpoint any = Endpoint.literal(host, 0);
        int fd = Kernel.socket(mine);
        if (fd < 0 || any == null) {
            throw new BenchFailure("no socket on " + host + ": errno " + -fd);
        }
        number.set(JAVA_INT_UNALIGNED, 0, BUFFER);
        Kernel.setsockopt(mine, fd, Kernel.SO_RCVBUFFORCE, number.address());
        Kernel.setsockopt(mine, fd, Kernel.SO_SNDBUFFORCE, number.address());
        number.set(JAVA_INT_UNALIGNED, 0, 1);
        Kernel.setsockopt(mine, fd, Kernel.SO_TIMESTAMPNS, number.address());
        LoadSocket.putAddress(name, 0, any.low(), 0);
        int bound = Kernel.bind(mine, fd, name.address(), LoadSocket.NAME);
        number.set(JAVA_INT_UNALIGNED, 0, LoadSocket.NAME);
        Kernel.getsockname(mine, fd, name.address(), number.address());
        if (bound < 0) {
            throw new BenchFailure("no socket on " + host + ": errno " + -bound);
        }
        LoadSocket socket = new LoadSocket(this, fd, any.withPort(LoadSocket.port(name, 0)), depth);
        execute(() -> watch(socket));
        return socket;
    }

    /// Lets the loop tend a browser's ICE. On the load's thread.
    void tend(BrowserEnd browser) {
        browsers.add(browser);
    }

    /// Lets a socket be flushed at the end of the turn.
    void willFlush(LoadSocket socket) {
        full.add(socket);
    }

    MemorySegment memory(long bytes) {
        return arena.allocate(bytes, 64);
    }

    private void watch(LoadSocket socket) {
        scratch.set(JAVA_INT_UNALIGNED, 0, 1); // EPOLLIN
        scratch.set(JAVA_LONG_UNALIGNED, 4, sockets.size());
        sockets.add(socket);
        Kernel.epollCtl(errno, epoll, 1, socket.fd, scratch.address());
    }

    private void run() {
        try {
            Kernel.exactSleep(errno);
            turns();
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
    }

    private void turns() {
        long look = now();
        long tend = look;
        while (!stopping) {
            long now = now();
            Load sending = load;
            if (sending != null) {
                sending.wake(now);
            }
            flush();
            if (now >= look) {
                setClock();
                for (Runnable task = mail.poll(); task != null; task = mail.poll()) {
                    task.run();
                }
                receive();
                look = now + LOOK;
            }
            if (now >= tend) {
                for (BrowserEnd browser : browsers) {
                    browser.wake(now);
                }
                tend = now + TEND;
            }
            flush();
            rest(sending == null ? look : Math.min(look, sending.deadline()));
        }
    }

    private void flush() {
        for (int i = 0; i < full.size(); i++) {
            full.get(i).flush();
        }
        full.clear();
    }

    private void rest(long until) {
        long left = until - now();
        if (left > SHORTEST_SLEEP) {
            scratch.set(JAVA_LONG_UNALIGNED, 16, 0);
            scratch.set(JAVA_LONG_UNALIGNED, 24, left - SHORTEST_SLEEP / 2);
            Kernel.nanosleep(errno, scratch.address() + 16);
        }
    }

    private void setClock() {
        Kernel.wallClock(errno, scratch.address() + 16);
        wallOffset =
                scratch.get(JAVA_LONG_UNALIGNED, 16) * 1_000_000_000
                        + scratch.get(JAVA_LONG_UNALIGNED, 24)
                        - now();
    }

    private void receive() {
        int ready = Kernel.epollReady(errno, epoll, events.address(), EVENTS);
        for (int i = 0; i < ready; i++) {
            LoadSocket socket =
                    sockets.get((int) events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT + 4));
            int count;
            do {
                count = Kernel.recvmmsg(errno, socket.fd, headers.address(), BURST);
                for (int k = 0; k < count; k++) {
                    deliver(socket, k);
                }
            } while (count == BURST);
        }
    }

    private void deliver(LoadSocket socket, int k) {
        int length = headers.get(JAVA_INT_UNALIGNED, (long) k * HEADER + 56);
        long name = (long) k * LoadSocket.NAME;
        long stamp = (long) k * CONTROL + 16;
        long arrived =
                controls.get(JAVA_LONG_UNALIGNED, stamp) * 1_000_000_000
                        + controls.get(JAVA_LONG_UNALIGNED, stamp + 8)
                        - wallOffset;
        ready(k);
        socket.received(
                slots[k],
                length,
                LoadSocket.low(names, name),
                LoadSocket.port(names, name),
                arrived);
    }

    private void ready(int k) {
        headers.set(JAVA_INT_UNALIGNED, (long) k * HEADER + 8, LoadSocket.NAME);
        headers.set(JAVA_LONG_UNALIGNED, (long) k * HEADER + 40, CONTROL);
    }

    @Override
    public void close() {
        stopping = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (LoadSocket socket : sockets) {
            Kernel.close(errno, socket.fd);
        }
        sockets.clear();
        if (epoll >= 0) {
            Kernel.close(errno, epoll);
        }
        arena.close();
    }
}
