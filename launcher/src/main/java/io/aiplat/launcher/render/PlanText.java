package io.aiplat.launcher.render;

import io.aiplat.model.MigStrategy;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A plan as a person reads it: what was decided and why, then the steps in order.
public final class PlanText {
    private PlanText() {}

    /// The text, ending with a newline.
    ///
    /// @param changes what it changes for those who use the endpoint, one sentence each
    /// @param done    whether a step would find nothing to do
    public static String of(PlanResult.Plan plan, List<String> changes, Predicate<Step> done) {
        StringBuilder text = new StringBuilder();
        text.append("cluster: ").append(plan.cluster().word()).append('\n');
        text.append("engine:  ").append(plan.engine().word()).append('\n');
        plan.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
        changes.forEach(change -> text.append("! ").append(change).append('\n'));
        int number = 1;
        for (Step step : plan.steps()) {
            text.append("%2d. %s%s%n".formatted(number++, step.title(), done.test(step) ? " (is done)" : ""));
            if (step instanceof BundleStep.ApplyBundle(var _, var patches)) {
                patches.forEach(
                        patch -> text.append("      ").append(line(patch)).append('\n'));
            }
        }
        return text.toString();
    }

    private static String line(Patch patch) {
        return switch (patch) {
            case Patch.SetNamespace(var namespace) -> "in namespace " + namespace;
            case Patch.SetImage(var from, var to, var pull) ->
                "image " + from + " is " + to + (pull == Patch.PullPolicy.NEVER ? ", never pulled" : "");
            case Patch.SetResources(var workload, var _, int millis, int cpuLimit, long bytes, long _, int gpus) ->
                workload + ": " + millis + "m CPU requested, at most "
                        + (cpuLimit == 0 ? "" : cpuLimit + "m CPU and ") + Quantity.memory(bytes)
                        + (gpus == 0 ? "" : ", " + gpus + " GPU");
            case Patch.SetNodePort(var service, Integer port) ->
                "service " + service + (port == null ? " inside the cluster only" : " on node port " + port);
            case Patch.SetEnvironment(var workload, var _, var variables) ->
                workload + ": environment "
                        + variables.entrySet().stream().map(PlanText::variable).collect(Collectors.joining(", "));
            case Patch.TrustAuthorities(var workload, var _, var file) ->
                workload + ": trusts the authorities of " + file;
            case Patch.SetClusterRanges(var policy, var _) -> "policy " + policy + ": for the cluster's own addresses";
            case Patch.SetStorage(var claim, long bytes, var storageClass) ->
                "claim " + claim + ":" + (bytes == 0 ? "" : " " + Quantity.bytes(bytes))
                        + (storageClass == null ? "" : " of storage class " + storageClass);
            case Patch.SetScheduling(var workload, var tolerations, var nodeSelector, var secrets) ->
                workload + ":" + (tolerations.isEmpty() ? "" : " tolerates " + String.join(", ", tolerations) + ";")
                        + (nodeSelector.isEmpty() ? "" : " on nodes with " + nodeSelector + ";")
                        + (secrets.isEmpty() ? "" : " pulls with " + String.join(", ", secrets) + ";");
            case Patch.ShareGpus(var workload, var _, int replicas, var mig) ->
                workload + ": " + (replicas == 1 ? "one pod" : replicas + " pods in turns") + " to a GPU"
                        + (mig == MigStrategy.NONE ? "" : ", MIG instances counted as " + mig.word());
            case Patch.ShareDatabase(var _, var secret, var entry, var url, var _) ->
                "keys and budgets shared in the database of secret " + secret + ", entry " + entry
                        + (url == null ? "" : ", which is made of database.url");
            case Patch.OmitObjects(var objects) -> "without " + String.join(", ", objects);
            case Patch.SetRuntimeClass(var workload, var runtimeClass) -> workload + ": runtime class " + runtimeClass;
        };
    }

    /// Ollama's own are what a profile chose; others, those of proxies, may hold passwords.
    private static String variable(Map.Entry<String, String> variable) {
        return variable.getKey().startsWith("OLLAMA_")
                ? variable.getKey() + "=" + variable.getValue()
                : variable.getKey();
    }
}
