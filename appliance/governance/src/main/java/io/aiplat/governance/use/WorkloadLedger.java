package io.aiplat.governance.use;

import io.aiplat.store.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Ledger of what workloads use: one small file for each day, and one with what the next readings are held against.
/// One process writes, and any may read: a file is replaced as a whole.
///
/// ```
/// 2026-11-30.use  kind TAB tenant TAB name TAB cpu milliseconds TAB memory byte-seconds TAB gpu milliseconds
/// mark            epoch milliseconds, then: pod TAB epoch milliseconds TAB cpu nanoseconds TAB bytes
/// ```
public final class WorkloadLedger {
    /// Workloads of a day that are told apart; of more, each kind is one sum.
    static final int MOST = 500;

    /// Days that are kept: a year and the month around it.
    static final int KEPT_DAYS = 400;

    private static final String DAY = ".use";
    private static final String MARK = "mark";

    private final Path folder;
    private LocalDate day = LocalDate.EPOCH;
    private Map<MeteredWorkload, WorkloadUse> today = Map.of();

    /// @param folder of its own; made when something is written
    public WorkloadLedger(Path folder) {
        this.folder = folder;
    }

    /// What a workload has used on a day.
    ///
    /// @param day in UTC
    public record Row(LocalDate day, MeteredWorkload workload, WorkloadUse use) {}

    /// Where it is.
    public Path folder() {
        return folder;
    }

    /// What the next readings are held against; none where none were written, or what was cannot be read.
    public WorkloadMeter.Mark mark() throws IOException {
        List<String> lines = lines(folder.resolve(MARK));
        try {
            Map<String, WorkloadMeter.Seen> pods = new HashMap<>();
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] parts = line.split("\t", -1);
                pods.put(
                        parts[0],
                        new WorkloadMeter.Seen(
                                Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3])));
            }
            return lines.isEmpty()
                    ? WorkloadMeter.Mark.NONE
                    : new WorkloadMeter.Mark(Long.parseLong(lines.getFirst()), pods);
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            // Then it begins anew, and misses what was used meanwhile.
            return WorkloadMeter.Mark.NONE;
        }
    }

    /// Adds what was used, and keeps what the next readings are held against. Where the process dies between the two,
    /// what was used since is missed rather than counted twice.
    ///
    /// @param now the day that it counts for
    /// @return the same, under the names that it was counted by
    public synchronized Map<MeteredWorkload, WorkloadUse> add(
            Instant now, Map<MeteredWorkload, WorkloadUse> used, WorkloadMeter.Mark mark) throws IOException {
        LocalDate of = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!of.equals(day)) {
            today = read(of);
            day = of;
            forget(of.minusDays(KEPT_DAYS));
        }
        Map<MeteredWorkload, WorkloadUse> sums = new HashMap<>(today);
        Map<MeteredWorkload, WorkloadUse> counted = new HashMap<>();
        used.forEach((workload, use) -> {
            if (!use.isNone()) {
                boolean known = sums.containsKey(workload) || sums.size() < MOST;
                MeteredWorkload name = known ? workload : workload.rest();
                sums.merge(name, use, WorkloadUse::plus);
                counted.merge(name, use, WorkloadUse::plus);
            }
        });
        AtomicFile.makeFolder(folder);
        StringBuilder text = new StringBuilder().append(mark.at()).append('\n');
        mark.pods()
                .forEach((pod, seen) -> text.append(pod)
                        .append('\t')
                        .append(seen.at())
                        .append('\t')
                        .append(seen.cpuNanos())
                        .append('\t')
                        .append(seen.memory())
                        .append('\n'));
        write(MARK, text.toString());
        write(of + DAY, text(sums));
        today = sums;
        return counted;
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Map<MeteredWorkload, WorkloadUse> sums) {
        StringBuilder text = new StringBuilder();
        sums.forEach((workload, use) -> text.append(workload.kind().word())
                .append('\t')
                .append(workload.tenant())
                .append('\t')
                .append(workload.name())
                .append('\t')
                .append(use.cpuMillis())
                .append('\t')
                .append(use.memoryByteSeconds())
                .append('\t')
                .append(use.gpuMillis())
                .append('\n'));
        return text.toString();
    }

    private Map<MeteredWorkload, WorkloadUse> read(LocalDate of) throws IOException {
        Map<MeteredWorkload, WorkloadUse> sums = new HashMap<>();
        for (String line : lines(folder.resolve(of + DAY))) {
            String[] parts = line.split("\t", -1);
            for (WorkloadKind kind : WorkloadKind.values()) {
                if (parts.length == 6 && kind.word().equals(parts[0])) {
                    sums.merge(new MeteredWorkload(parts[1], kind, parts[2]), use(parts), WorkloadUse::plus);
                }
            }
        }
        return sums;
    }

    private static WorkloadUse use(String[] parts) {
        try {
            return new WorkloadUse(Long.parseLong(parts[3]), Double.parseDouble(parts[4]), Long.parseLong(parts[5]));
        } catch (NumberFormatException _) {
            // Somebody has been in the file; the other lines hold.
            return WorkloadUse.NONE;
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readString(file).lines().toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private void forget(LocalDate oldest) throws IOException {
        for (LocalDate each : days()) {
            if (each.isBefore(oldest)) {
                Files.deleteIfExists(folder.resolve(each + DAY));
            }
        }
    }

    private List<LocalDate> days() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<LocalDate> days = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(DAY)) {
                    try {
                        days.add(LocalDate.parse(name.substring(0, name.length() - DAY.length())));
                    } catch (DateTimeException _) {
                        // It is none of ours.
                    }
                }
            }
        }
        days.sort(null);
        return days;
    }

    /// What was used, day by day.
    ///
    /// @param from the first day, in UTC
    /// @param to   the last
    public List<Row> rows(LocalDate from, LocalDate to) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (LocalDate each : days()) {
            if (!each.isBefore(from) && !each.isAfter(to)) {
                read(each).forEach((workload, use) -> rows.add(new Row(each, workload, use)));
            }
        }
        return rows;
    }

    /// What was used on all days that are kept.
    public Map<MeteredWorkload, WorkloadUse> totals() throws IOException {
        Map<MeteredWorkload, WorkloadUse> sums = new HashMap<>();
        for (Row row : rows(LocalDate.MIN, LocalDate.MAX)) {
            sums.merge(row.workload(), row.use(), WorkloadUse::plus);
        }
        return sums;
    }
}
