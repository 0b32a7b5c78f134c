package jackfield.net.udp;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
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

    private final String name;
    private final NodeClock clock;
    private final UdpOptions options;
    private final Poller poller;
    private final Thread thread;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Set<LoopSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> mail = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean stopping;
    private long waited;
    private final FailureLog failures;

    // Only on the loop's thread.
    private final List<Duty> duties = new ArrayList<>();
    private final List<LoopSocket> closing = new ArrayList<>();
    private final Tally closed = new Tally();
    private final Window window;

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

    /// All sockets of the loop together, closed ones too.
    public UdpCounters counters() {
        UdpCounters sum =
                closed.read().plus(new UdpCounters(0, 0, 0, 0, 0, 0, poller.dropped(), 0, 0));
        for (LoopSocket socket : sockets) {
            sum = sum.plus(socket.counters());
        }
        return sum;
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
            runMail();
            endTurn();
            for (LoopSocket socket : List.copyOf(sockets)) {
                socket.close();
            }
            release();
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
        runMail();
        wakeDuties();
        endTurn();
        pause(start, received);
    }

    private long patience(long now) {
        if (!mail.isEmpty() || stopping) {
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

    private void runMail() {
        // What the mail itself posts waits for the next turn: it must not keep the packets waiting.
        for (int left = mail.size(); left > 0; left--) {
            Runnable task = mail.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable thrown) {
                failed("a posted task", thrown);
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

    private void endTurn() {
        poller.flush();
        if (!closing.isEmpty()) {
            release();
        }
    }

    private void release() {
        for (LoopSocket socket : closing) {
            poller.release(socket);
            closed.add(socket.counters());
            sockets.remove(socket);
            socket.die();
            socket.free();
        }
        closing.clear();
    }

    private void pause(long start, int received) {
        window.turn(start, received);
        boolean behind = 2 * received > options.slots(); // more waits already: no time to lose
        long width = window.width();
        if (behind || width == 0 || !mail.isEmpty() || stopping) {
            return;
        }
        long now = now();
        long until = Math.min(start + width, earliest());
        if (until - now >= SHORTEST_PAUSE) {
            poller.pause(until - now);
            waited += now() - now;
        }
    }
}
