package io.aiplat.operator.agentops;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reconciler of [AgentDeployment].
public final class AgentDeploymentReconciler extends KindReconciler<AgentDeployment, AgentDeploymentStatus> {
    private static final int PORT = 8080;
    private static final int CPU_PERCENT = 80;
    private static final String SCRAPE = "30s";

    /// @param clock of the times in conditions
    public AgentDeploymentReconciler(Realizers realizers, InstantSource clock) {
        super(AgentDeployment.class, realizers, clock);
    }

    @Override
    protected Translation translate(AgentDeployment resource, ClusterReader cluster) {
        AgentDeploymentSpec spec = resource.getSpec();
        String name = resource.getMetadata().getName();
        if (spec == null || spec.image() == null) {
            return new Translation.Refused(AgentProblems.noImage(name));
        }
        List<EnvVar> environment = environment(spec);
        AgentSecrets secrets = AgentSecrets.read(spec.secrets()).orElse(null);
        if (secrets == null) {
            return new Translation.Refused(AgentProblems.secretsNotUnderstood(name));
        }
        environment.addAll(secrets.environment());
        ContainerWorkload.Container container = new ContainerWorkload.Container(
                spec.image(),
                spec.imagePullPolicy(),
                Objects.requireNonNullElse(spec.port(), PORT),
                spec.resources(),
                spec.securityContext(),
                environment,
                secrets.whole(),
                Objects.requireNonNullElse(spec.nodeSelector(), Map.of()),
                Objects.requireNonNullElse(spec.tolerations(), List.of()),
                ContainerWorkload.Startup.PLAIN);
        int replicas = Objects.requireNonNullElse(spec.replicas(), 1);
        return Translation.of(new ContainerWorkload(
                        name,
                        container,
                        replicas,
                        scaling(spec.autoscaling(), replicas),
                        fits(resource),
                        scrape(spec.monitoring()),
                        owner(resource))
                .bringing(secrets.brought()));
    }

    private static List<EnvVar> environment(AgentDeploymentSpec spec) {
        List<EnvVar> environment = new ArrayList<>();
        add(environment, "MODEL", spec.model());
        AgentDeploymentSpec.Config config = spec.config();
        if (config != null) {
            add(environment, "MAX_TOKENS", config.maxTokens());
            add(environment, "TEMPERATURE", config.temperature());
            add(environment, "SYSTEM_PROMPT", config.systemPrompt());
        }
        return environment;
    }

    private static void add(List<EnvVar> environment, String name, @Nullable Object value) {
        if (value != null) {
            environment.add(new EnvVar(name, value.toString(), null));
        }
    }

    private static ContainerWorkload.@Nullable Scaling scaling(
            AgentDeploymentSpec.@Nullable Autoscaling written, int replicas) {
        if (written == null || !Boolean.TRUE.equals(written.enabled())) {
            return null;
        }
        int min = first(written.minReplicas(), written.min(), Math.max(1, replicas));
        int max = first(written.maxReplicas(), written.max(), Math.max(min, replicas));
        List<MetricSpec> metrics = written.metrics();
        return new ContainerWorkload.Scaling(
                min,
                Math.max(min, max),
                metrics == null || metrics.isEmpty()
                        ? List.of(cpu(Objects.requireNonNullElse(written.targetCPUUtilization(), CPU_PERCENT)))
                        : metrics);
    }

    private static int first(@Nullable Integer one, @Nullable Integer other, int otherwise) {
        return one != null ? one : other != null ? other : otherwise;
    }

    private static MetricSpec cpu(int percent) {
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(percent)
                .endTarget()
                .endResource()
                .build();
    }

    private static @Nullable String scrape(AgentDeploymentSpec.@Nullable Monitoring monitoring) {
        return monitoring == null || !Boolean.TRUE.equals(monitoring.enabled())
                ? null
                : Objects.requireNonNullElse(monitoring.scrapeInterval(), SCRAPE);
    }

    @Override
    protected AgentDeploymentStatus status(
            AgentDeployment resource, Realization realization, List<Condition> conditions) {
        return AgentDeploymentStatus.of(realization, conditions);
    }

    @Override
    protected AgentDeployment blank() {
        return new AgentDeployment();
    }
}
