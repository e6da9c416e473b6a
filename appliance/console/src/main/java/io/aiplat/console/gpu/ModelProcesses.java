package io.aiplat.console.gpu;

import io.aiplat.inference.ResidentModel;
import io.aiplat.model.host.GpuProcess;
import io.aiplat.model.host.GpuReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which model a process on a GPU runs, as far as it can be told: neither driver nor engine says it, but an engine
/// says how many bytes of each model are on GPUs, and the driver how many each process holds.
final class ModelProcesses {
    /// Programs that run one model in one process.
    private static final Set<String> RUNNERS = Set.of("ollama", "ollama_llama_se", "llama-server");

    private ModelProcesses() {}

    /// Names of models by the process that runs them. Told where there are as many processes of engines as models on
    /// GPUs, and each process is nearest in size to a model of its own; nothing where that leaves a doubt.
    static Map<Long, String> of(GpuReport report, List<ResidentModel> resident) {
        List<ResidentModel> models =
                resident.stream().filter(model -> model.gpu() > 0).toList();
        Map<Long, Long> held = new TreeMap<>();
        for (GpuReport.Card card : report.cards()) {
            for (GpuProcess process : card.reading().processes()) {
                if (RUNNERS.contains(process.name())) {
                    held.merge(process.pid(), process.memoryBytes().orElse(0), Long::sum);
                }
            }
        }
        if (models.isEmpty() || held.size() != models.size()) {
            return Map.of();
        }
        Map<Long, String> runs = new HashMap<>();
        held.forEach((pid, bytes) -> models.stream()
                .min(Comparator.comparingLong(model -> Math.abs(model.gpu() - bytes)))
                .ifPresent(model -> runs.put(pid, model.name())));
        return Set.copyOf(runs.values()).size() == models.size() ? runs : Map.of();
    }
}
