package io.aiplat.launcher.serve;

import io.aiplat.wire.WriteBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The request log. No request waits for it: lines are collected, and a thread of its own writes them some times
/// a second. While a disk takes nothing lines are lost rather than kept without end, and the appliance's log says
/// how many.
public final class RequestLog implements Consumer<String>, AutoCloseable {
    /// Its name among the logs of a home.
    public static final String PART = "requests";

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final int MOST_BYTES = 4 << 20;
    private static final int USUAL_BYTES = 64 << 10;
    /// So much is written without waiting for more.
    private static final int MUCH_BYTES = USUAL_BYTES - (4 << 10);

    private final OutputStream out;
    private final Closeable end;
    private final ReentrantLock turn = new ReentrantLock();
    private final Thread writer;
    private WriteBuffer coming = new WriteBuffer(USUAL_BYTES);
    private WriteBuffer going = new WriteBuffer(USUAL_BYTES);
    private long lost;
    private boolean resting;
    private boolean closed;
    /// The writer's own.
    private boolean failing;

    private RequestLog(OutputStream out, Closeable end) {
        this.out = out;
        this.end = end;
        this.writer = Thread.ofPlatform().daemon().name("request-log").unstarted(this::write);
    }

    /// Begins to write to a file, which is closed in the end.
    public static RequestLog into(OutputStream file) {
        return started(new RequestLog(file, file));
    }

    /// Begins to write to what others write to as well, and may go on with.
    public static RequestLog onto(OutputStream terminal) {
        return started(new RequestLog(terminal, terminal::flush));
    }

    private static RequestLog started(RequestLog log) {
        log.writer.start();
        return log;
    }

    /// Takes a line, without its end. Nothing is taken any more once this is closed.
    @Override
    public void accept(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        boolean wake = false;
        turn.lock();
        try {
            if (closed) {
                return;
            }
            int before = coming.length();
            if (before + bytes.length >= MOST_BYTES) {
                lost++;
            } else {
                coming.put(bytes).put('\n');
            }
            wake = resting || (before < MUCH_BYTES && coming.length() >= MUCH_BYTES);
            resting = false;
        } finally {
            turn.unlock();
        }
        if (wake) {
            LockSupport.unpark(writer);
        }
    }

    private void write() {
        while (collected()) {
            flush();
        }
    }

    /// Waits for lines, and then a little for more of them.
    ///
    /// @return false if there will be none
    private boolean collected() {
        while (true) {
            turn.lock();
            try {
                if (closed) {
                    return false;
                }
                resting = coming.length() == 0 && lost == 0;
                if (!resting) {
                    break;
                }
            } finally {
                turn.unlock();
            }
            LockSupport.park(this);
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
        return true;
    }

    private void flush() {
        WriteBuffer taken;
        long missing;
        turn.lock();
        try {
            taken = coming;
            coming = going;
            going = taken;
            missing = lost;
            lost = 0;
        } finally {
            turn.unlock();
        }
        try {
            out.write(taken.array(), 0, taken.length());
            out.flush();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("the request log cannot be written, its lines are lost: {}", e.toString());
            }
            failing = true;
        }
        taken.clear(USUAL_BYTES);
        if (missing > 0 && !failing) {
            LOG.warn("{} lines of the request log were lost: they came faster than they could be written", missing);
        }
    }

    /// Writes what is left.
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        flush();
        try {
            end.close();
        } catch (IOException e) {
            LOG.warn("the request log cannot be closed: {}", e.toString());
        }
    }
}
