package io.aiplat.governance.use;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Workload meter: makes of readings of pods what workloads have used between them. For one thread.
///
/// Processor time is the difference of two readings, so nothing is lost where one is missed. Memory is taken to have
/// gone evenly from one reading to the next, and GPUs are a pod's as long as it is there. What a pod does after its
/// last reading is not seen. Docs: decisions/cost.md.
public final class WorkloadMeter {
    private static final long NANOS = 1_000_000;
    private static final double MILLIS = 1e3;
    /// How long a pod is kept in mind that is not among the readings: a node may be away for a while.
    private static final long KEPT = 3_600_000;

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
    /// @param at       when it was read last, epoch milliseconds
    /// @param cpuNanos nanoseconds of a processor, of which what was less than a millisecond is not counted yet
    /// @param memory   bytes
    public record Seen(long at, long cpuNanos, long memory) {}

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
        if (!first) {
            mark.pods.forEach((id, pod) -> {
                if (pod.at >= now - KEPT) {
                    seen.put(id, pod);
                }
            });
        }
        for (PodReading pod : readings) {
            Seen before = first ? null : mark.pods.get(pod.id());
            if (before == null && !first && pod.started() >= mark.at - KEPT) {
                // It has come since, or its node had not counted it yet: all that it used is new.
                before = new Seen(Math.min(pod.started(), now), 0, pod.memory());
            }
            long counted = pod.cpuNanos();
            if (before != null) {
                // A kubelet that began anew may count anew.
                long from = before.cpuNanos <= pod.cpuNanos() ? before.cpuNanos : 0;
                long cpu = (pod.cpuNanos() - from) / NANOS;
                counted = from + cpu * NANOS;
                used.merge(pod.workload(), use(now, pod, before, cpu), WorkloadUse::plus);
            }
            seen.put(pod.id(), new Seen(now, counted, pod.memory()));
        }
        mark = new Mark(now, seen);
        return used;
    }

    private static WorkloadUse use(long now, PodReading pod, Seen before, long cpuMillis) {
        long passed = now - before.at;
        double memory = (before.memory + (double) pod.memory()) / 2;
        return new WorkloadUse(cpuMillis, memory * passed / MILLIS, passed * pod.gpus());
    }
}
