package io.aiplat.governance.use;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Workload meter: makes of readings of pods what workloads have used between them. For one thread.
///
/// Processor time is the difference of two readings, so nothing is lost where one is missed. Memory is taken to have
/// gone evenly from one reading to the next, and GPUs are a pod's as long as it is there. What a pod does after its
/// last reading is not seen. Docs: decisions/cost.md.
public final class WorkloadMeter {
    private static final long NANOS = 1_000_000;
    private static final double MILLIS = 1e3;

    private Mark mark;

    /// What was known of pods at a moment: what the next readings are held against.
    ///
    /// @param at   epoch milliseconds; 0 for never
    /// @param pods by their ids
    public record Mark(long at, Map<String, Seen> pods) {
        /// Nothing was ever read.
        public static final Mark NONE = new Mark(0, Map.of());

        public Mark {
            pods = Map.copyOf(pods);
        }
    }

    /// What of a pod is held against its next reading.
    ///
    /// @param cpuNanos nanoseconds of a processor, of which what was less than a millisecond is not counted yet
    /// @param memory   bytes
    public record Seen(long cpuNanos, long memory) {}

    /// A meter that goes on from what was known.
    public WorkloadMeter(Mark mark) {
        this.mark = mark;
    }

    /// What is known now.
    public Mark mark() {
        return mark;
    }

    /// Takes readings of all pods.
    ///
    /// @param now epoch milliseconds
    /// @return what was used since the readings before; nothing of the first ones, nor where the clock went back
    public Map<MeteredWorkload, WorkloadUse> take(long now, List<PodReading> readings) {
        Map<MeteredWorkload, WorkloadUse> used = new HashMap<>();
        Map<String, Seen> seen = new HashMap<>();
        boolean first = mark.at == 0 || now < mark.at;
        for (PodReading pod : readings) {
            Seen before = mark.pods.get(pod.id());
            long counted = before == null ? 0 : before.cpuNanos;
            // A kubelet that began anew may count anew.
            long from = counted <= pod.cpuNanos() ? counted : 0;
            long cpu = first ? 0 : (pod.cpuNanos() - from) / NANOS;
            if (!first) {
                WorkloadUse use = use(now, pod, before, cpu);
                used.merge(pod.workload(), use, WorkloadUse::plus);
            }
            seen.put(pod.id(), new Seen(first ? pod.cpuNanos() : from + cpu * NANOS, pod.memory()));
        }
        mark = new Mark(now, seen);
        return used;
    }

    private WorkloadUse use(long now, PodReading pod, @Nullable Seen before, long cpuMillis) {
        // Of a pod that is new, since it began, which is after the last reading or it would have been seen.
        long since = before == null ? Math.clamp(pod.started(), mark.at, now) : mark.at;
        double passed = (now - since) / MILLIS;
        long earlier = before == null ? pod.memory() : before.memory;
        double memory = (earlier + (double) pod.memory()) / 2;
        return new WorkloadUse(cpuMillis, memory * passed, (now - since) * pod.gpus());
    }
}
