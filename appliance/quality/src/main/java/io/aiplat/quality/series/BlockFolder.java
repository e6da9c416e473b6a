package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Folder of blocks, which are read by many threads. One thread at a time adds and removes.
final class BlockFolder {
    private static final Pattern NAME = Pattern.compile("(block|log)-([0-9]{1,15})\\.series");
    private static final int INDEXES = 24;
    private static final int LABELS = 50_000;

    private final Path folder;
    private final List<SeriesBlock> blocks = new CopyOnWriteArrayList<>();
    private final List<Path> unreadable = new CopyOnWriteArrayList<>();
    private final Map<LabelSet, LabelSet> known = new ConcurrentHashMap<>();
    private final AtomicInteger damaged = new AtomicInteger();
    private final AtomicLong tooOld = new AtomicLong();
    private final AtomicLong tooMuch = new AtomicLong();

    /// Those that were used last.
    private final Map<Path, List<SeriesBlock.Entry>> indexes = new LinkedHashMap<>(INDEXES * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, List<SeriesBlock.Entry>> eldest) {
            return size() > INDEXES;
        }
    };

    BlockFolder(Path folder) {
        this.folder = folder;
    }

    Path block(long start) {
        return folder.resolve("block-" + start + ".series");
    }

    Path log(long start) {
        return folder.resolve("log-" + start + ".series");
    }

    /// The moment in the name of a file of series; -1 where it is none of the kind.
    static long start(Path file, String kind) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() && name.group(1).equals(kind) ? Long.parseLong(name.group(2)) : -1;
    }

    /// Files of a kind in a folder, by the moments in their names.
    static List<Path> files(Path folder, String kind) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> start(file, kind) >= 0)
                    .sorted(Comparator.comparingLong(file -> start(file, kind)))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /// Finds the blocks that are there.
    void open() throws IOException {
        for (Path file : files(folder, "block")) {
            try {
                blocks.add(SeriesBlock.open(file));
            } catch (IOException _) {
                unreadable.add(file);
            }
        }
        sort();
    }

    private void sort() {
        blocks.sort(Comparator.comparingLong(SeriesBlock::first));
    }

    /// A file that is damaged or of another version. It counts as all others, and goes with its age.
    void unreadable(Path file) {
        unreadable.add(file);
    }

    void add(SeriesHead head) throws IOException {
        blocks.add(SeriesBlock.write(block(head.start()), head));
        sort();
    }

    List<SeriesBlock> overlapping(long from, long to) {
        return blocks.stream()
                .filter(block -> block.first() <= to && block.last() >= from)
                .toList();
    }

    private List<SeriesBlock.Entry> entries(SeriesBlock block) throws IOException {
        synchronized (indexes) {
            List<SeriesBlock.Entry> there = indexes.get(block.file());
            if (there != null) {
                return there;
            }
        }
        if (known.size() > LABELS) {
            known.clear();
        }
        List<SeriesBlock.Entry> read = block.entries(labels -> {
            LabelSet same = known.putIfAbsent(labels, labels);
            return same == null ? labels : same;
        });
        synchronized (indexes) {
            indexes.put(block.file(), read);
        }
        return read;
    }

    /// The series of a block that meet all conditions. One that cannot be read has none.
    List<SeriesBlock.Entry> find(SeriesBlock block, List<LabelMatcher> conditions, long from, long to) {
        try {
            return entries(block).stream()
                    .filter(entry ->
                            entry.first() <= to && entry.last() >= from && SeriesHead.meets(entry.labels(), conditions))
                    .toList();
        } catch (IOException | RuntimeException e) {
            if (e instanceof PromQlException refused) {
                throw refused;
            }
            return List.of();
        }
    }

    /// Adds what of a block is asked for. What is damaged, or went meanwhile, is left out.
    void read(SeriesBlock block, List<SeriesBlock.Entry> wanted, SampleCollection into) {
        try {
            damaged.addAndGet(block.chunks(wanted, (entry, bytes) -> into.add(entry.labels(), bytes, entry.samples())));
        } catch (NoSuchFileException _) {
            // It became too old.
        } catch (IOException | ArrayIndexOutOfBoundsException _) {
            damaged.incrementAndGet();
        }
    }

    /// Deletes what is too old, and of what is too much the oldest.
    ///
    /// @param least milliseconds of the oldest sample that is kept
    /// @param room  bytes that blocks may have
    /// @param trouble is told what cannot be deleted
    void sweep(long least, long room, Consumer<String> trouble) {
        unreadable.removeIf(file -> {
            boolean old = start(file, "block") < least && start(file, "log") < least;
            if (old) {
                delete(file, trouble);
            }
            return old;
        });
        blocks.stream().filter(block -> block.last() < least).toList().forEach(block -> remove(block, tooOld, trouble));
        while (bytes() > room && !blocks.isEmpty()) {
            remove(blocks.getFirst(), tooMuch, trouble);
        }
    }

    private void remove(SeriesBlock block, AtomicLong counter, Consumer<String> trouble) {
        counter.addAndGet(find(block, List.of(), Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .mapToLong(SeriesBlock.Entry::samples)
                .sum());
        blocks.remove(block);
        synchronized (indexes) {
            indexes.remove(block.file());
        }
        delete(block.file(), trouble);
    }

    private static void delete(Path file, Consumer<String> trouble) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            trouble.accept("samples of metrics in " + file + " cannot be deleted: " + e);
        }
    }

    long bytes() {
        return blocks.stream().mapToLong(SeriesBlock::bytes).sum()
                + unreadable.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /// Milliseconds of the oldest sample; the most there is where there is none.
    long oldest() {
        return blocks.isEmpty() ? Long.MAX_VALUE : blocks.getFirst().first();
    }

    long tooOld() {
        return tooOld.get();
    }

    long tooMuch() {
        return tooMuch.get();
    }

    int notReadable() {
        return unreadable.size() + damaged.get();
    }
}
