package jackfield.net.udp;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One platform thread with its sockets, its clock, its mailbox and its duties.
///
/// A turn: receive from every ready socket, run the mail, wake the duties that are due, then send
/// what was queued. An exception of a sink, a duty or a task is logged and counted; the loop goes
/// on.
public final class UdpLoop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpLoop.class);

    /// A pause shorter than this is over before the thread sleeps.
    private static final long SHORTEST_PAUSE = 50_000;

    /// Packets wait while letters are read: what is left then is for the next turn.
    private static final long LONGEST_READING = 250_000;

    /// To close a socket takes several system calls, and all calls may end at once.
    private static final int MOST_CLOSINGS = 16;

    /// Each is a system call, and a little garbage until its way there is compiled.
    private static final long LOOK_EVERY = 50_000_000;

    private static final int MOST_LOOKS = 32;

    /// So many looks bring the loop past all sockets, up to 2,048 of them.
    private static final int ROUND = 64;

    private final String name;
    private final NodeClock clock;
    private final UdpOptions options;
    private final Poller poller;
    private final Thread thread;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Set<LoopSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> mail = new ConcurrentLinkedQueue<>();
    private final Tally tally = new Tally();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean stopping;
    private long waited;
    private final FailureLog failures;

    // Only on the loop's thread.
    private final List<Duty> duties = new ArrayList<>();
    private final ArrayDeque<Runnable> letters = new ArrayDeque<>();
    private final ArrayDeque<LoopSocket> closing = new ArrayDeque<>();
    private final List<LoopSocket> lookedAt = new ArrayList<>();
    private final Window window;
    private int look;
    private long nextLook;

    private UdpLoop(String name, NodeClock clock, UdpOptions options) {
        this.name = name;
        this.clock = clock;
        this.options = options;
        failures = new FailureLog(LOG, clock);
        window = new Window(options.batchWindowNs(), options.batchRate());
        poller =
                switch (options.backend()) {
                    case IO_URING -> new UringPoller(clock, options);
                    case EPOLL, XDP -> new EpollPoller(clock, options);
                    case NIO -> new NioPoller(clock, options);
                };
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::turns);
    }

    /// Starts a loop whose thread is called `name`. Fails where the backend does not work on this
    /// host ([UdpBackend#unavailable()]).
    public static UdpLoop start(String name, NodeClock clock, UdpOptions options) {
        String unavailable = options.backend().unavailable();
        if (!unavailable.isEmpty()) {
            throw new UnsupportedOperationException(options.backend() + ": " + unavailable);
        }
        UdpLoop loop = new UdpLoop(name, clock, options);
        loop.thread.start();
        LOG.info("{}: UDP by {}", name, options.backend());
        return loop;
    }

    /// Nanoseconds since the node started.
    public long now() {
        return clock.now();
    }

    /// The backend in use.
    public UdpBackend backend() {
        return options.backend();
    }

    /// True on the loop's own thread.
    public boolean inLoop() {
        return thread.equals(Thread.currentThread());
    }

    /// Runs `task` on the loop's thread, soon, after what was posted before. From any thread. After
    /// [#close] it is dropped.
    @Override
    public void execute(Runnable task) {
        if (stopping) {
            return;
        }
        mail.add(task);
        if (!inLoop() && awake.compareAndSet(false, true)) {
            poller.wakeup();
        }
    }

    /// Adds a duty; its deadline counts from the next turn on. From any thread.
    public void add(Duty duty) {
        run(() -> duties.add(duty));
    }

    /// Takes a port at once, from any thread. Nothing is received until [UdpSocket#attach].
    public Opened open(Endpoint local) {
        if (stopping) {
            return new Opened.Refused(local, false, name + " is closed");
        }
        Opened opened = poller.open(local, this, nextId.getAndIncrement());
        if (opened instanceof Opened.Ok(UdpSocket socket)) {
            sockets.add((LoopSocket) socket);
            if (stopping) {
                socket.close();
                return new Opened.Refused(local, false, name + " is closed");
            }
        }
        return opened;
    }

    /// [#open] and [UdpSocket#attach] in one step.
    public Opened bind(Endpoint local, PacketSink sink) {
        Opened opened = open(local);
        if (opened instanceof Opened.Ok(UdpSocket socket)) {
            socket.attach(sink);
        }
        return opened;
    }

    /// All sockets of the loop together, closed ones too. What the kernel dropped is as old as the
    /// last look at each socket: seconds where there are thousands, and traffic.
    public UdpCounters counters() {
        return tally.read().plus(new UdpCounters(0, 0, 0, 0, 0, 0, poller.dropped(), 0, 0));
    }

    Tally tally() {
        return tally;
    }

    /// Exceptions of sinks, duties and tasks so far.
    public long failures() {
        return failures.count();
    }

    /// Runs the mail that is there, sends what is queued, closes all sockets and ends the thread;
    /// returns when the ports are free.
    @Override
    public void close() {
        stopping = true;
        poller.wakeup();
        if (inLoop()) {
            return;
        }
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
    }

    /// Runs `task` now on the loop's thread, else posts it.
    void run(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /// How long the loop has waited so far for something to do (ns). On its thread.
    public long waitedNs() {
        return waited;
    }

    /// The mark of what is sent where nobody asks for another.
    int tos() {
        return options.tos();
    }

    void register(LoopSocket socket) {
        poller.register(socket);
        socket.place = lookedAt.size();
        lookedAt.add(socket);
    }

    void forget(LoopSocket socket) {
        sockets.remove(socket);
    }

    void closeAtTurnEnd(LoopSocket socket) {
        if (socket.live() && socket.closesFirst()) {
            closing.add(socket);
        }
    }

    void failed(String who, Throwable thrown) {
        failures.report(name, who, thrown);
    }

    private void turns() {
        try {
            poller.begin();
            while (!stopping) {
                turn();
            }
            awake.set(true);
            runMail(Long.MAX_VALUE); // what the last turn has left
            runMail(Long.MAX_VALUE);
            poller.flush();
            for (LoopSocket socket : List.copyOf(sockets)) {
                socket.close();
            }
            release(Integer.MAX_VALUE);
            // An attachment that was still in the mail was dropped with it.
            sockets.forEach(LoopSocket::free);
            sockets.clear();
        } catch (RuntimeException | Error broken) {
            LOG.error("{}: the loop is broken and ends", name, broken);
            stopping = true;
            throw broken;
        } finally {
            poller.close();
        }
    }

    private void turn() {
        long before = now();
        poller.await(patience(before));
        long start = now();
        waited += start - before;
        int received = poller.receive();
        // After receive(), which swallows the wakeup, and before the mail is looked at: a letter
        // posted from here on wakes the next turn.
        awake.set(false);
        runMail(now() + LONGEST_READING);
        wakeDuties();
        poller.flush();
        release(MOST_CLOSINGS);
        look(start);
        pause(start, received);
    }

    private long patience(long now) {
        if (!letters.isEmpty() || !mail.isEmpty() || !closing.isEmpty() || stopping) {
            return 0;
        }
        long earliest = earliest();
        return earliest == Deadlines.NEVER ? Deadlines.NEVER : Math.max(0, earliest - now);
    }

    private long earliest() {
        long earliest = Deadlines.NEVER;
        for (int i = 0; i < duties.size(); i++) {
            try {
                earliest = Math.min(earliest, duties.get(i).deadline());
            } catch (Throwable thrown) {
                failed("a duty's deadline", thrown);
            }
        }
        return earliest;
    }

    private void runMail(long until) {
        // What the mail itself posts waits for the next turn: it must not keep the packets waiting.
        if (letters.isEmpty()) {
            for (Runnable each = mail.poll(); each != null; each = mail.poll()) {
                letters.add(each);
            }
        }
        while (!letters.isEmpty()) {
            try {
                letters.remove().run();
            } catch (Throwable thrown) {
                failed("a posted task", thrown);
            }
            if (now() >= until) {
                return;
            }
        }
    }

    private void wakeDuties() {
        long now = now();
        for (int i = 0; i < duties.size(); i++) {
            Duty duty = duties.get(i);
            try {
                if (duty.deadline() <= now) {
                    duty.wake(now);
                }
                duty.turnEnd(now);
            } catch (Throwable thrown) {
                failed("a duty", thrown);
            }
        }
    }

    private void release(int most) {
        for (int i = 0; i < most && !closing.isEmpty(); i++) {
            LoopSocket socket = closing.remove();
            poller.release(socket);
            LoopSocket last = lookedAt.removeLast();
            if (last != socket) {
                lookedAt.set(socket.place, last);
                last.place = socket.place;
            }
            sockets.remove(socket);
            socket.die();
            socket.free();
            tally.add(Tally.KERNEL_DROPS, socket.newDrops());
        }
    }

    /// Asks a few sockets what the kernel dropped, each in its turn.
    private void look(long now) {
        int all = lookedAt.size();
        if (all == 0 || now < nextLook) {
            return;
        }
        nextLook = now + LOOK_EVERY;
        for (int left = Math.clamp(all / ROUND, 1, MOST_LOOKS); left > 0; left--) {
            look = look + 1 < all ? look + 1 : 0;
            tally.add(Tally.KERNEL_DROPS, lookedAt.get(look).newDrops());
        }
    }

    private void pause(long start, int received) {
        window.turn(start, received);
        boolean behind = 2 * received > options.slots(); // more waits already: no time to lose
        long now = now();
        long width = window.width(now - start);
        if (behind || width == 0 || !letters.isEmpty() || !mail.isEmpty() || stopping) {
            return;
        }
        long until = Math.min(start + width, earliest());
        if (until - now >= SHORTEST_PAUSE) {
            poller.pause(until - now);
            waited += now() - now;
        }
    }
}
