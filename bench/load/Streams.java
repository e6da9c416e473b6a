import java.util.ArrayDeque;
import java.util.Collection;

/// Opens one paced stream per connection, spread over a ramp, and holds them until each has had all its frames.
final class Streams implements Plan {
    private final Window window;
    private final long ramp;
    private final int total;
    private final int frames;
    private final long lateAfter;
    private final long begin = System.nanoTime();
    private final ArrayDeque<Connection> toOpen = new ArrayDeque<>();
    private int opened;
    private int finished;
    private int streaming;
    private int held;
    private long received;
    private long late;

    /// Streams of `frames` frames each; one that takes longer than `lateAfter` nanoseconds to come is late.
    Streams(Window window, long ramp, int total, int frames, long lateAfter) {
        this.window = window;
        this.ramp = ramp;
        this.total = total;
        this.frames = frames;
        this.lateAfter = lateAfter;
    }

    void start(Collection<Connection> connections) {
        toOpen.addAll(connections);
    }

    @Override
    public boolean looksAtFrames() {
        return true;
    }

    @Override
    public void frame(Connection connection, long stamp, long now) {
        if (connection.frameCount == 1) {
            window.firstFrame.recordValue(now - connection.intended);
            streaming++;
            held = Math.max(held, streaming);
        }
        received++;
        long took = now - stamp;
        window.frame.recordValue(Math.max(0, took));
        if (took > lateAfter) {
            late++;
        }
    }

    @Override
    public void answered(Connection connection, int status, boolean done, long now) {
        if (status != 200) {
            window.report.error("status " + status);
        } else if (!done) {
            window.report.error("no end");
        } else {
            window.answered(connection.intended, now);
        }
        over(connection);
    }

    @Override
    public void failed(Connection connection, String why) {
        window.report.error(why);
        over(connection);
    }

    private void over(Connection connection) {
        finished++;
        streaming -= connection.frameCount > 0 ? 1 : 0;
    }

    @Override
    public boolean goesOn(long now) {
        while (!toOpen.isEmpty() && now - begin >= ramp * opened / total) {
            opened++;
            toOpen.poll().send(System.nanoTime());
        }
        if (finished == total) {
            window.close(now);
            return false;
        }
        return window.open(now);
    }

    void finish() {
        long expected = (long) total * frames;
        for (int missing = finished; missing < total; missing++) {
            window.report.error("unfinished");
        }
        window.report
                .count("streams_held", held)
                .count("frames", received)
                .count("frames_lost", expected - received)
                .count("frames_late", late);
    }
}
