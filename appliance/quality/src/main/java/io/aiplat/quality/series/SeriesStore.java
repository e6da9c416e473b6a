package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.SeriesCatalog;
import io.aiplat.quality.promql.SeriesSource;
import io.aiplat.quality.series.SeriesHead.KeptSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Store of samples within bounds. The newest are in memory and in a log; every four hours they become a block, which
/// is a file that is never changed. Where a disk takes nothing the newest stay in memory for half a day. Used by many
/// threads.
public final class SeriesStore implements SeriesSource, SeriesCatalog, AutoCloseable {
    private static final long BLOCK = Duration.ofHours(4).toMillis();
    private static final long UNWRITTEN = Duration.ofHours(12).toMillis();
    private static final long BACK = Duration.ofHours(1).toMillis();
    private static final long LOG = 16 << 20;
    private static final String JOB = "job";
    /// More than labels have, and less than the format bears.
    private static final int LONGEST = 16_000;

    private final SeriesBounds bounds;
    private final InstantSource clock;
    private final Consumer<String> trouble;
    private final Path folder;
    private final BlockFolder blocks;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SeriesHead head;
    private @Nullable SeriesLog log;
    private long round;
    private long tooMany;
    private long late;
    private long lost;
    private boolean failing;

    private SeriesStore(Path folder, SeriesBounds bounds, InstantSource clock, Consumer<String> trouble) {
        this.folder = folder;
        this.bounds = bounds;
        this.clock = clock;
        this.trouble = trouble;
        this.blocks = new BlockFolder(folder);
    }

    /// Opens the store of a folder, which is made when something comes. What cannot be read is left out and counted:
    /// nothing that is kept of metrics keeps anybody from serving.
    ///
    /// @param clock   by which samples become too old
    /// @param trouble is told what cannot be written
    public static SeriesStore open(Path folder, SeriesBounds bounds, InstantSource clock, Consumer<String> trouble) {
        SeriesStore store = new SeriesStore(folder, bounds, clock, trouble);
        try {
            store.open();
        } catch (IOException e) {
            trouble.accept("samples of metrics in " + folder + " cannot be read: " + e);
        }
        return store;
    }

    private void open() throws IOException {
        blocks.open();
        for (Path file : BlockFolder.files(folder, "log")) {
            long start = BlockFolder.start(file, "log");
            if (Files.exists(blocks.block(start))) {
                // It became a block, and the process ended before the log went.
                Files.delete(file);
                continue;
            }
            SeriesHead replayed = new SeriesHead(start);
            try {
                if (SeriesFormat.version(file) != SeriesFormat.VERSION) {
                    throw new IOException("another version");
                }
                SeriesLog reopened = SeriesLog.open(file, replayed);
                cut(start);
                head = replayed;
                log = reopened;
            } catch (IOException | RuntimeException _) {
                blocks.unreadable(file);
            }
        }
    }

    /// Takes a round of samples of a source. Series of the source that are not among them have ended.
    ///
    /// @param job  label of all series of the source
    /// @param time milliseconds since 1970
    public void add(String job, long time, List<SeriesSample> samples) {
        lock.lock();
        try {
            SeriesHead into = headFor(time);
            round++;
            List<SeriesLog.Logged> logged = new ArrayList<>(samples.size());
            for (SeriesSample sample : samples) {
                add(into, time, sample, logged);
            }
            for (KeptSeries kept : into.all()) {
                if (kept.live()
                        && !kept.seenIn(round)
                        && kept.labels().get(JOB).equals(job)
                        && (kept.chunk().count() == 0 || kept.chunk().last() < time)) {
                    double stale = Double.longBitsToDouble(SampledSeries.STALE);
                    into.add(kept, time, stale, true);
                    logged.add(new SeriesLog.Logged(kept, stale));
                }
            }
            write(into, time, logged);
        } finally {
            lock.unlock();
        }
    }

    private void add(SeriesHead into, long time, SeriesSample sample, List<SeriesLog.Logged> logged) {
        KeptSeries kept = into.find(sample.labels());
        if (kept == null) {
            if (into.size() >= bounds.series() || sample.labels().toString().length() > LONGEST) {
                tooMany++;
                return;
            }
            kept = into.begin(sample.labels());
        }
        if (kept.seenIn(round)) {
            // The first of two with the same labels counts.
            return;
        }
        kept.seen(round);
        if (kept.chunk().count() > 0 && time <= kept.chunk().last()) {
            late++;
            return;
        }
        into.add(kept, time, sample.value(), false);
        logged.add(new SeriesLog.Logged(kept, sample.value()));
    }

    /// A block becomes due by its time, and earlier where its log would fill the room that there is for all.
    private SeriesHead headFor(long time) {
        SeriesHead now = head;
        if (now != null) {
            boolean due = time / BLOCK != now.start() / BLOCK;
            // A clock that ran ahead was set right.
            boolean back = time < now.newest() - BACK;
            if (due || back || size(log) > room()) {
                cut(time);
                if (head == now && time - now.start() > UNWRITTEN) {
                    lost += now.samples();
                    next(time, now);
                }
            }
        }
        SeriesHead into = head == null ? new SeriesHead(time) : head;
        head = into;
        return into;
    }

    /// Bytes that are kept free of blocks for the log.
    private long room() {
        return Math.min(LOG, bounds.bytes() / 4);
    }

    private static long size(@Nullable SeriesLog log) {
        try {
            return log == null ? 0 : log.size();
        } catch (IOException _) {
            return 0;
        }
    }

    /// Makes a block of the head, and begins another, if that can be.
    ///
    /// @param time milliseconds of the first sample of the other
    private void cut(long time) {
        SeriesHead now = head;
        if (now == null) {
            return;
        }
        try {
            if (now.newest() != Long.MIN_VALUE) {
                Files.createDirectories(folder);
                blocks.add(now);
            }
            next(time, now);
            well();
        } catch (IOException e) {
            fails(e);
        }
        sweep();
    }

    /// The log before goes, and the next begins with the first round.
    private void next(long time, SeriesHead before) {
        SeriesLog done = log;
        long start = time;
        while (Files.exists(blocks.block(start))) {
            // A clock was set back to the very millisecond.
            start++;
        }
        head = new SeriesHead(start, before);
        log = null;
        if (done != null) {
            try {
                done.close();
                Files.deleteIfExists(done.file());
            } catch (IOException e) {
                fails(e);
            }
        }
    }

    private void write(SeriesHead into, long time, List<SeriesLog.Logged> logged) {
        try {
            SeriesLog to = log;
            if (to == null) {
                Files.createDirectories(folder);
                to = SeriesLog.create(blocks.log(into.start()));
                log = to;
            }
            to.write(into, time, logged);
            well();
        } catch (IOException e) {
            fails(e);
        }
    }

    private void fails(IOException e) {
        if (!failing) {
            failing = true;
            trouble.accept("samples of metrics cannot be written to " + folder + ", and stay in memory: " + e);
        }
    }

    private void well() {
        failing = false;
    }

    /// Deletes what is too old or too much. It is called now and then.
    void sweep() {
        lock.lock();
        try {
            blocks.sweep(clock.millis() - bounds.keep().toMillis(), bounds.bytes() - room(), trouble);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<SampledSeries> select(List<LabelMatcher> conditions, long from, long to, int most) {
        List<SeriesBlock> written;
        List<Consumer<SampleCollection>> newest = new ArrayList<>();
        long start;
        lock.lock();
        try {
            written = blocks.overlapping(from, to);
            start = head == null ? Long.MAX_VALUE : head.start();
            for (KeptSeries kept : headSeries(conditions, from, to)) {
                byte[] chunk = kept.chunk().toBytes();
                int samples = kept.chunk().count();
                newest.add(into -> into.add(kept.labels(), chunk, samples));
            }
        } finally {
            lock.unlock();
        }
        SampleCollection found = new SampleCollection(Math.max(from, least()), to, most);
        // A clock that ran ahead has left blocks that are later than the newest samples.
        read(written, block -> block.first() < start, conditions, found);
        newest.forEach(copied -> copied.accept(found));
        read(written, block -> block.first() >= start, conditions, found);
        return found.toList();
    }

    private void read(
            List<SeriesBlock> written,
            Predicate<SeriesBlock> which,
            List<LabelMatcher> conditions,
            SampleCollection into) {
        for (SeriesBlock block : written) {
            if (which.test(block)) {
                blocks.read(block, blocks.find(block, conditions, into.from(), into.to()), into);
            }
        }
    }

    /// A block goes when all of it is too old; what of it is too old before is not shown.
    private long least() {
        return clock.millis() - bounds.keep().toMillis();
    }

    private List<KeptSeries> headSeries(List<LabelMatcher> conditions, long from, long to) {
        SeriesHead now = head;
        return now == null
                ? List.of()
                : now.all().stream()
                        .filter(kept -> kept.chunk().count() > 0
                                && kept.chunk().first() <= to
                                && kept.chunk().last() >= from
                                && SeriesHead.meets(kept.labels(), conditions))
                        .toList();
    }

    @Override
    public Set<LabelSet> labels(List<LabelMatcher> conditions, long from, long to) {
        Set<LabelSet> found = new TreeSet<>();
        List<SeriesBlock> before;
        lock.lock();
        try {
            before = blocks.overlapping(from, to);
            headSeries(conditions, from, to).forEach(kept -> found.add(kept.labels()));
        } finally {
            lock.unlock();
        }
        for (SeriesBlock block : before) {
            blocks.find(block, conditions, from, to).forEach(entry -> found.add(entry.labels()));
        }
        return found;
    }

    /// What is kept and what was dropped.
    public SeriesUse use() {
        lock.lock();
        try {
            SeriesHead now = head;
            long oldest = Math.min(
                    blocks.oldest(), now == null || now.newest() == Long.MIN_VALUE ? Long.MAX_VALUE : now.start());
            return new SeriesUse(
                    blocks.bytes() + size(log),
                    now == null ? 0 : now.size(),
                    oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest),
                    blocks.tooOld(),
                    blocks.tooMuch(),
                    tooMany,
                    late,
                    lost,
                    blocks.notReadable());
        } finally {
            lock.unlock();
        }
    }

    /// What is in memory is in the log, from which the next one goes on.
    @Override
    public void close() {
        lock.lock();
        try {
            if (log != null) {
                log.close();
                log = null;
            }
            head = null;
        } catch (IOException e) {
            fails(e);
        } finally {
            lock.unlock();
        }
    }
}
