import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Processor time and memory of a set of processes, as the kernel accounts for them.
///
/// @param cpuSeconds user and system time since the processes began, s
/// @param rssMiB resident now, MiB
/// @param peakMiB sum of each process's most since [#forgetPeak], MiB
/// @param pssMiB resident now with shared pages shared out, MiB; 0 where the kernel does not say
record Usage(double cpuSeconds, double rssMiB, double peakMiB, double pssMiB) {
    /// The kernel's USER_HZ, 100 on every platform that Linux reports to programs.
    private static final double TICKS_PER_SECOND = 100;

    static Usage of(List<Long> pids) {
        double cpu = 0;
        double rss = 0;
        double peak = 0;
        double pss = 0;
        for (long pid : pids) {
            cpu += cpuSeconds(pid);
            rss += mebibytes(pid, "status", "VmRSS:");
            peak += mebibytes(pid, "status", "VmHWM:");
            pss += mebibytes(pid, "smaps_rollup", "Pss:");
        }
        return new Usage(cpu, rss, peak, pss);
    }

    /// Processor time alone, which is cheap to ask for.
    static double cpuSeconds(List<Long> pids) {
        return pids.stream().mapToDouble(Usage::cpuSeconds).sum();
    }

    /// Lets the peak begin anew. Where the kernel does not allow it the peak is that of the whole life.
    static void forgetPeak(List<Long> pids) {
        for (long pid : pids) {
            try {
                Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
            } catch (IOException e) {
                // Not ours to reset: the peak then covers more, never less, than was asked for.
            }
        }
    }

    private static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        // The name in parentheses may hold spaces; utime and stime are the 12th and 13th words after it.
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_PER_SECOND;
    }

    private static double mebibytes(long pid, String file, String name) {
        return read(pid, file)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .sum();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            // A process that has ended uses nothing any more.
            return "";
        }
    }
}
