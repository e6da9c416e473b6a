import java.util.List;
import org.HdrHistogram.Histogram;

/// What happened between the end of the warm-up and the end of a run.
final class Window {
    private static final long HOUR = 3_600_000_000_000L;

    final Report report = new Report();
    final Histogram latency = new Histogram(HOUR, 3);
    final Histogram firstFrame = new Histogram(HOUR, 3);
    final Histogram frame = new Histogram(HOUR, 3);
    long requests;

    private final List<Long> pids;
    private final List<Long> self = List.of(ProcessHandle.current().pid());
    private final long begin;
    private final long end;
    private long opened;
    private long closed;
    private double cpu;
    private double selfCpu;

    /// A window of `nanos` that begins after `warm` nanoseconds.
    Window(List<Long> pids, long warm, long nanos) {
        this.pids = pids;
        begin = System.nanoTime() + warm;
        end = begin + nanos;
    }

    /// Opens and closes the window as time passes; true until it is closed.
    boolean open(long now) {
        if (opened == 0 && now >= begin) {
            opened = now;
            Usage.forgetPeak(pids);
            cpu = Usage.cpuSeconds(pids);
            selfCpu = Usage.cpuSeconds(self);
        }
        if (now >= end) {
            close(now);
        }
        return closed == 0;
    }

    /// Closes the window before its time.
    void close(long now) {
        if (closed == 0 && opened != 0) {
            closed = now;
            cpu = Usage.cpuSeconds(pids) - cpu;
            selfCpu = Usage.cpuSeconds(self) - selfCpu;
        }
    }

    /// Whether what happens now counts.
    boolean counts() {
        return opened != 0 && closed == 0;
    }

    /// Records a request that was answered, by when it should have been sent.
    void answered(long intended, long now) {
        requests++;
        latency.recordValue(Math.clamp(now - intended, 0, HOUR));
    }

    /// The report of all this; closes the window if nobody did.
    Report finish(String mode) {
        long now = System.nanoTime();
        open(now);
        close(now);
        double seconds = (closed - opened) / 1e9;
        Usage usage = Usage.of(pids);
        report.text("mode", mode)
                .count("requests", requests)
                .number("seconds", seconds)
                .number("rps", requests / seconds)
                .number("cpu_seconds", cpu)
                .number("cpu_share", cpu / seconds)
                .number("cpu_us_per_request", 1e6 * cpu / requests)
                .number("load_cpu_share", selfCpu / seconds)
                .number("rss_mib", usage.rssMiB())
                .number("peak_mib", usage.peakMiB())
                .number("pss_mib", usage.pssMiB())
                .times("latency_us", latency);
        return report;
    }
}
