package io.aiplat.launcher.render;

import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.model.Problem;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.PlanResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was seen of a machine, and what follows for `up`.
///
/// @param findings what the probes said that matter to the cluster that was decided on
public record Diagnosis(HostFacts host, PlanResult planned, List<Finding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /// Whether `up` would be tried.
    public boolean healthy() {
        return switch (planned) {
            case PlanResult.Plan _ -> true;
            case PlanResult.Refused _ -> false;
        };
    }

    /// For a program.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("healthy", healthy());
        json.put("host", machine());
        json.put("findings", findings.stream().map(Diagnosis::toJson).toList());
        switch (planned) {
            case PlanResult.Plan plan -> json.put("plan", EventJson.plan(plan));
            case PlanResult.Refused(var problems) ->
                json.put("problems", problems.stream().map(EventJson::problem).toList());
        }
        return json;
    }

    private Map<String, Object> machine() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("os", host.os());
        json.put("arch", host.arch());
        json.put("cpus", host.cpus());
        json.put("memory_bytes", host.memoryBytes());
        json.put("memory_free_bytes", host.memoryFreeBytes());
        json.put("disk_free_bytes", host.diskFreeBytes());
        json.put("libgomp", host.libgomp());
        json.put("gpus", host.gpus());
        json.put(
                "engine",
                switch (host.engine()) {
                    case ContainerEngineFacts.Answers answers -> answers;
                    case ContainerEngineFacts.Unusable(var problem) -> Map.of("problem", EventJson.problem(problem));
                });
        json.put("ollama", host.ollama());
        json.put("ollama_binary", host.ollamaBinary());
        return json;
    }

    private static Map<String, Object> toJson(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("probe", finding.probe().name());
        json.put("because", finding.probe().because());
        json.put("verdict", word(finding.verdict()));
        switch (finding.verdict()) {
            case ProbeResult.Pass(String saw) -> json.put("saw", saw);
            case ProbeResult.Warn(var problem) -> json.put("problem", EventJson.problem(problem));
            case ProbeResult.Refuse(var problem) -> json.put("problem", EventJson.problem(problem));
        }
        return json;
    }

    /// For a person: the facts, the verdicts, and at the end what to do about those that are not good.
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append("machine   ").append(host.os()).append(' ').append(host.arch());
        text.append(", ").append(host.cpus()).append(" CPUs, ").append(memory()).append('\n');
        text.append("GPUs      ").append(GpuText.of(host)).append('\n');
        text.append("engine    ").append(engine()).append('\n');
        text.append("Ollama    ").append(ollama()).append('\n');
        text.append("decision  ").append(decision()).append("\n\n");
        Table table = new Table("VERDICT", "PROBE", "SAW");
        findings.forEach(f -> table.row(word(f.verdict()), f.probe().name(), saw(f.verdict())));
        text.append(table.toText());
        warnings().forEach(p -> text.append('\n').append(ProblemText.warning(p, false)));
        refusals().forEach(p -> text.append('\n').append(ProblemText.error(p, false)));
        return text.toString();
    }

    private String memory() {
        return Quantity.memory(host.memoryBytes()) + " of memory (" + Quantity.memory(host.memoryFreeBytes())
                + " free), " + Quantity.bytes(host.diskFreeBytes()) + " of disk free";
    }

    private String engine() {
        return switch (host.engine()) {
            case ContainerEngineFacts.Answers e ->
                "version " + e.version() + ", API " + e.apiVersion() + ", cgroup v" + e.cgroupVersion() + ", at "
                        + e.endpoint();
            case ContainerEngineFacts.Unusable(var problem) -> "none: " + problem.what();
        };
    }

    private String ollama() {
        HostFacts.@Nullable Ollama running = host.ollama();
        if (running != null) {
            return "version " + running.version() + " answers at " + running.url();
        }
        return host.ollamaBinary() == null ? "none" : host.ollamaBinary() + " is there and does not run";
    }

    private String decision() {
        return switch (planned) {
            case PlanResult.Plan plan ->
                "cluster " + plan.cluster().word() + ", engine " + plan.engine().word()
                        + plan.reasons().stream().map(r -> "\n          " + r).collect(Collectors.joining());
            case PlanResult.Refused _ -> "none, see below";
        };
    }

    private static String word(ProbeResult verdict) {
        return switch (verdict) {
            case ProbeResult.Pass _ -> "pass";
            case ProbeResult.Warn _ -> "warn";
            case ProbeResult.Refuse _ -> "refuse";
        };
    }

    private static String saw(ProbeResult verdict) {
        return switch (verdict) {
            case ProbeResult.Pass(String saw) -> saw;
            case ProbeResult.Warn(var problem) -> problem.what();
            case ProbeResult.Refuse(var problem) -> problem.what();
        };
    }

    private List<Problem> warnings() {
        List<Problem> warnings = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.verdict() instanceof ProbeResult.Warn(var problem)) {
                warnings.add(problem);
            }
        }
        return warnings;
    }

    private List<Problem> refusals() {
        return switch (planned) {
            case PlanResult.Plan _ -> List.of();
            case PlanResult.Refused(var problems) -> problems;
        };
    }
}
