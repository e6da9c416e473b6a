import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Requests are due at a constant rate, whatever becomes of those before: how long people wait.
///
/// The time of each counts from the moment it was due, so a stall is felt by all that were due in it (no coordinated
/// omission). One thread sends, since a selector's timeouts are whole milliseconds; the loop's thread reads.
final class OpenLoop implements Plan {
    private final Window window;
    private final ArrayDeque<Connection> free;
    private final ArrayDeque<Long> backlog = new ArrayDeque<>();
    private final Histogram late = new Histogram(3_600_000_000_000L, 3);
    private final long interval;
    private volatile boolean ended;

    OpenLoop(Window window, int rate) {
        this.window = window;
        this.interval = 1_000_000_000L / rate;
        this.free = new ArrayDeque<>();
    }

    Thread start(Collection<Connection> connections) {
        free.addAll(connections);
        return Thread.ofPlatform().daemon().name("sender").start(this::sendAll);
    }

    private void sendAll() {
        long due = System.nanoTime() + interval;
        while (!ended) {
            long now = System.nanoTime();
            if (now < due) {
                LockSupport.parkNanos(due - now);
            } else {
                send(due, now);
                due += interval;
            }
        }
    }

    private synchronized void send(long due, long now) {
        if (free.isEmpty()) {
            backlog.add(due);
        } else {
            late.recordValue(now - due);
            free.poll().send(due);
        }
    }

    private synchronized void release(Connection connection) {
        Long due = backlog.poll();
        if (due == null) {
            free.push(connection);
        } else {
            connection.send(due);
        }
    }

    @Override
    public boolean looksAtFrames() {
        return false;
    }

    @Override
    public void frame(Connection connection, long stamp, long now) {
        throw new IllegalStateException("no streams in the open loop");
    }

    @Override
    public void answered(Connection connection, int status, boolean done, long now) {
        if (window.counts() && status == 200) {
            window.answered(connection.intended, now);
        } else if (window.counts()) {
            window.report.error("status " + status);
        }
        release(connection);
    }

    @Override
    public void failed(Connection connection, String why) {
        if (window.counts()) {
            window.report.error(why);
        }
        release(connection);
    }

    @Override
    public boolean goesOn(long now) {
        ended = !window.open(now);
        return !ended;
    }

    /// Counts what was due and is still waiting for a connection, and says how late the sender itself was.
    synchronized void finish() {
        backlog.forEach(due -> window.report.error("not sent"));
        window.report.times("sender_late_us", late);
    }
}
