/// Each connection sends its next request when the last one is answered: how much can be carried.
///
/// With `times` each connection stops after so many requests, and what is not answered then is an error.
final class ClosedLoop implements Plan {
    private final Window window;
    private final boolean streams;
    private final int times;
    private final int connections;
    private int finished;

    ClosedLoop(Window window, int connections, boolean streams, int times) {
        this.window = window;
        this.connections = connections;
        this.streams = streams;
        this.times = times;
    }

    @Override
    public boolean looksAtFrames() {
        return streams;
    }

    @Override
    public void frame(Connection connection, long stamp, long now) {
        if (!window.counts()) {
            return;
        }
        if (connection.frameCount == 1) {
            window.firstFrame.recordValue(now - connection.intended);
        }
        window.frame.recordValue(Math.max(0, now - stamp));
    }

    @Override
    public void answered(Connection connection, int status, boolean done, long now) {
        if (window.counts()) {
            if (status != 200) {
                window.report.error("status " + status);
            } else if (!done) {
                window.report.error("no end");
            } else {
                window.answered(connection.intended, now);
            }
        }
        next(connection);
    }

    @Override
    public void failed(Connection connection, String why) {
        if (window.counts()) {
            window.report.error(why);
        }
        connection.answers++;
        next(connection);
    }

    private void next(Connection connection) {
        if (times > 0 && connection.answers == times) {
            finished++;
        } else {
            connection.send(System.nanoTime());
        }
    }

    @Override
    public boolean goesOn(long now) {
        if (times == 0 || finished < connections) {
            return window.open(now);
        }
        window.close(now);
        return false;
    }

    /// Says of each connection that did not finish its `times` that it did not.
    void blame(Iterable<Connection> all) {
        for (Connection connection : all) {
            for (int missing = connection.answers; missing < times; missing++) {
                window.report.error("unanswered");
            }
        }
    }
}
