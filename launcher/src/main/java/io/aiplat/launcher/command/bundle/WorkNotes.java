package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.model.Progress;
import java.time.Duration;

/// Tells a person every few seconds how far long work is, how fast, and how long it will take.
public final class WorkNotes implements Progress {
    private static final long INTERVAL = Duration.ofSeconds(3).toNanos();

    private final Output output;
    private String doing = "";
    private long begin;
    private long beginBytes;
    private long told;

    /// @param output where it is told
    public WorkNotes(Output output) {
        this.output = output;
    }

    @Override
    public synchronized void at(String what, long done, long total) {
        long now = System.nanoTime();
        if (!what.equals(doing)) {
            doing = what;
            begin = now;
            beginBytes = done;
            told = now;
        }
        if (now - told < INTERVAL) {
            return;
        }
        told = now;
        double seconds = (now - begin) / 1e9;
        double speed = (done - beginBytes) / seconds;
        String rest = total > done && speed >= 1
                ? ", " + Quantity.time(Duration.ofSeconds((long) ((total - done) / speed))) + " left"
                : "";
        output.note(what + ": " + Quantity.bytes(done) + (total > 0 ? " of " + Quantity.bytes(total) : "") + ", "
                + Quantity.bytes((long) speed) + "/s" + rest);
    }
}
