import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// The load generator. Each line of its input is a run, each line of its output the run's figures as JSON; it stays
/// alive between runs so that its own warm-up is nobody's.
///
/// ```
/// closed  port=N request=FILE connections=N [warm=S] [seconds=S] [streams=1] [times=N] [pids=N,N]
/// open    port=N request=FILE connections=N rate=N [warm=S] [seconds=S] [pids=N,N]
/// streams port=N request=FILE connections=N frames=N [ramp=S] [late=S] [seconds=S] [pids=N,N]
/// ```
///
/// FILE holds the whole request as it goes over the wire. All sockets are served by one thread, which costs the core
/// it shares with the upstream least.
final class Load {
    private static final int PIECE = 65_536;

    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final byte[] bytes = new byte[PIECE];

    void main() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Options options = new Options(line);
            System.out.println(
                    switch (options.mode) {
                        case "closed" -> closed(options);
                        case "open" -> open(options);
                        case "streams" -> streams(options);
                        default -> throw new IllegalArgumentException("closed, open or streams, not " + options.mode);
                    });
            System.gc();
        }
    }

    private String closed(Options options) throws IOException {
        Window window = window(options);
        boolean streams = options.whole("streams", 0) == 1;
        ClosedLoop plan =
                new ClosedLoop(window, options.whole("connections"), streams, options.whole("times", 0));
        run(options, plan, connections -> {
            connections.forEach(connection -> connection.send(System.nanoTime()));
            return () -> plan.blame(connections);
        });
        return withFrames(window.finish("closed"), window).line();
    }

    private String open(Options options) throws IOException {
        Window window = window(options);
        OpenLoop plan = new OpenLoop(window, options.whole("rate"));
        run(options, plan, connections -> {
            plan.start(connections);
            return plan::finish;
        });
        return window.finish("open").count("rate", options.whole("rate")).line();
    }

    private String streams(Options options) throws IOException {
        Window window = window(options);
        Streams plan = new Streams(
                window,
                options.nanos("ramp", 5),
                options.whole("connections"),
                options.whole("frames"),
                options.nanos("late", 0.25));
        run(options, plan, connections -> {
            plan.start(connections);
            return plan::finish;
        });
        return withFrames(window.finish("streams"), window).line();
    }

    private static Window window(Options options) {
        return new Window(options.pids(), options.nanos("warm", 0), options.nanos("seconds", 10));
    }

    private static Report withFrames(Report report, Window window) {
        return report.times("first_frame_us", window.firstFrame).times("frame_us", window.frame);
    }

    private interface Start {
        /// Begins with the connections; what it returns is done when the loop has ended.
        Runnable with(List<Connection> connections);
    }

    private void run(Options options, Plan plan, Start start) throws IOException {
        try (Selector selector = Selector.open()) {
            ByteBuffer request = options.request();
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < options.whole("connections"); i++) {
                connections.add(new Connection(selector, options.whole("port"), request, plan));
            }
            Runnable end = start.with(connections);
            while (plan.goesOn(System.nanoTime())) {
                selector.select(this::serve, 1);
            }
            end.run();
            connections.forEach(Connection::close);
        }
    }

    private void serve(SelectionKey key) {
        ((Connection) key.attachment()).ready(piece, bytes);
    }
}
