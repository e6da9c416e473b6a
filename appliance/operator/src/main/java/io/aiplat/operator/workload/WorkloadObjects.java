package io.aiplat.operator.workload;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.WantedSecret;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects that a workload becomes. Pure, and the same to the byte for the same workload: what differs is sent.
public final class WorkloadObjects {
    /// Label of a workload's pods and of all else that is its own.
    public static final String NAME = "app.kubernetes.io/name";

    private static final String MAIN = "main";
    /// Seconds between two looks at what starts: requests may wait for it.
    private static final int STARTING = 1;

    private final ContainerWorkload workload;
    private final String namespace;
    private final PodSurroundings surroundings;

    private WorkloadObjects(ContainerWorkload workload, String namespace, PodSurroundings surroundings) {
        this.workload = workload;
        this.namespace = namespace;
        this.surroundings = surroundings;
    }

    /// What a workload becomes.
    ///
    /// @param resources that a copy gets; null for none
    /// @param room      what there is for replacing copies
    /// @param replicas  copies that there are to be now, and who says so
    /// @throws ApplianceException `OPERATOR_NO_SECRET_OPERATOR` where nobody brings a secret that is to be brought
    public static List<HasMetadata> of(
            ContainerWorkload workload,
            String namespace,
            @Nullable ResourceRequirements resources,
            Replacement room,
            ReplicaOwnership replicas,
            PodSurroundings surroundings) {
        WorkloadObjects objects = new WorkloadObjects(workload, namespace, surroundings);
        List<HasMetadata> all = new ArrayList<>();
        for (WantedSecret secret : workload.brought()) {
            all.add(objects.brought(secret));
        }
        if (!workload.identity().isEmpty()) {
            all.add(objects.account());
        }
        all.add(objects.policy());
        all.add(objects.service());
        all.add(objects.deployment(resources, room, replicas));
        all.add(objects.disruption());
        if (workload.scaling() != null && replicas.autoscaled()) {
            all.add(objects.scaler(workload.scaling()));
        }
        if (workload.scrape() != null && surroundings.serviceMonitor()) {
            all.add(WorkloadExtras.monitor(objects.meta(), objects.selector(), workload.scrape()));
        }
        if (surroundings.autoscaler()) {
            all.add(WorkloadExtras.rightSizer(objects.meta(), workload.name(), workload.scaling() != null));
        }
        return all;
    }

    private Map<String, String> selector() {
        return Map.of(NAME, workload.name());
    }

    private ObjectMeta meta() {
        return new ObjectMetaBuilder()
                .withName(workload.name())
                .withNamespace(namespace)
                .withLabels(selector())
                .withOwnerReferences(workload.owner())
                .build();
    }

    private HasMetadata brought(WantedSecret secret) {
        String version = surroundings.secrets().get(secret.provider());
        if (version == null) {
            throw new ApplianceException(SecretProblems.noOperator(
                    secret.name(),
                    secret.provider().kind(),
                    secret.provider().group(),
                    secret.provider().words()));
        }
        return BroughtSecrets.of(secret, meta(), version);
    }

    private HasMetadata account() {
        return new ServiceAccountBuilder()
                .withMetadata(meta())
                .editMetadata()
                .withAnnotations(workload.identity())
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private HasMetadata policy() {
        return WorkloadPolicy.of(
                meta(), selector(), workload.container().port(), workload.scrape() != null, surroundings.gateway());
    }

    private HasMetadata service() {
        return new ServiceBuilder()
                .withMetadata(meta())
                .withNewSpec()
                .withSelector(selector())
                .addNewPort()
                .withName("http")
                .withPort(workload.container().port())
                .withTargetPort(new IntOrString("http"))
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private HasMetadata deployment(
            @Nullable ResourceRequirements resources, Replacement room, ReplicaOwnership replicas) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (workload.scrape() != null) {
            annotations.put("prometheus.io/scrape", "true");
            annotations.put(
                    "prometheus.io/port", Integer.toString(workload.container().port()));
            annotations.put("prometheus.io/path", "/metrics");
        }
        // GPUs are rarely spare.
        int more = room == Replacement.SURGE && !takesGpus(resources) ? 1 : 0;
        int less = room == Replacement.ALL_AT_ONCE ? Math.max(1, replicas.number()) : 1 - more;
        return new DeploymentBuilder()
                .withMetadata(meta())
                .withNewSpec()
                .withReplicas(replicas.ours() ? replicas.number() : null)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(more))
                .withMaxUnavailable(new IntOrString(less))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(selector())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(selector())
                .withAnnotations(annotations.isEmpty() ? null : annotations)
                .endMetadata()
                .withSpec(pod(resources))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static boolean takesGpus(@Nullable ResourceRequirements resources) {
        return resources != null
                && resources.getLimits() != null
                && resources.getLimits().keySet().stream().anyMatch(each -> each.startsWith("nvidia.com/"));
    }

    private PodSpec pod(@Nullable ResourceRequirements resources) {
        ContainerWorkload.Container container = workload.container();
        return new PodSpecBuilder()
                .withServiceAccountName(workload.identity().isEmpty() ? null : workload.name())
                .withAutomountServiceAccountToken(false)
                .withRuntimeClassName(container.startup().runtimeClass())
                .withContainers(container(container, resources))
                .withNodeSelector(container.nodeSelector().isEmpty() ? null : container.nodeSelector())
                .withTolerations(container.tolerations())
                .withVolumes(ScratchSpace.volumes(
                        container.startup().scratch(), container.startup().claims()))
                .build();
    }

    private Container container(ContainerWorkload.Container container, @Nullable ResourceRequirements resources) {
        ContainerBuilder builder = new ContainerBuilder()
                .withName(MAIN)
                .withImage(container.image())
                .withImagePullPolicy(container.pullPolicy())
                .withCommand(container.startup().command())
                .withArgs(container.startup().args())
                .addNewPort()
                .withName("http")
                .withContainerPort(container.port())
                .withProtocol("TCP")
                .endPort()
                .withEnv(environment(container.environment()))
                .withResources(resources)
                .withSecurityContext(hardened(container.security()))
                .withStartupProbe(container.startup().patience() == 0 ? null : starting(container.startup()))
                .withReadinessProbe(ready(container.startup().health()))
                .withLivenessProbe(probe(10, 6))
                .withVolumeMounts(ScratchSpace.mounts(
                        container.startup().scratch(), container.startup().claims()));
        for (String secret : container.secrets()) {
            builder.addNewEnvFrom()
                    .withNewSecretRef()
                    .withName(secret)
                    .endSecretRef()
                    .endEnvFrom();
        }
        return builder.build();
    }

    /// What the resource says comes last, so that its value of a variable holds.
    private List<EnvVar> environment(List<EnvVar> given) {
        List<EnvVar> all = new ArrayList<>();
        all.add(new EnvVarBuilder()
                .withName("POD_NAME")
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.name")
                .endValueFrom()
                .build());
        all.add(new EnvVar("OTEL_SERVICE_NAME", workload.name(), null));
        all.add(new EnvVar(
                "OTEL_RESOURCE_ATTRIBUTES",
                "k8s.namespace.name=" + namespace + ",k8s.deployment.name=" + workload.name()
                        + ",k8s.pod.name=$(POD_NAME)",
                null));
        URI gateway = surroundings.gateway();
        if (gateway != null) {
            all.add(new EnvVar("OPENAI_BASE_URL", gateway.toString(), null));
        }
        all.removeIf(each -> given.stream().anyMatch(other -> other.getName().equals(each.getName())));
        all.addAll(given);
        return all;
    }

    /// The level `restricted` of Kubernetes (https://kubernetes.io/docs/concepts/security/pod-security-standards/),
    /// and a root file system that is only read; what the resource says holds instead.
    private static SecurityContext hardened(@Nullable SecurityContext given) {
        SecurityContextBuilder builder =
                given == null ? new SecurityContextBuilder() : new SecurityContextBuilder(given);
        if (builder.getRunAsNonRoot() == null) {
            builder.withRunAsNonRoot(true);
        }
        if (builder.getReadOnlyRootFilesystem() == null) {
            builder.withReadOnlyRootFilesystem(true);
        }
        // The API refuses the one with the other.
        if (builder.getAllowPrivilegeEscalation() == null && !Boolean.TRUE.equals(builder.getPrivileged())) {
            builder.withAllowPrivilegeEscalation(false);
        }
        if (!builder.hasCapabilities()) {
            builder.withCapabilities(new Capabilities(null, List.of("ALL")));
        }
        if (!builder.hasSeccompProfile()) {
            builder.withNewSeccompProfile(null, "RuntimeDefault");
        }
        return builder.build();
    }

    /// While a model is loaded nothing listens, and that is no reason to start anew.
    private static Probe starting(ContainerWorkload.Startup launch) {
        return probe(STARTING, Math.ceilDiv(launch.patience(), STARTING));
    }

    private static Probe ready(@Nullable String health) {
        return health == null
                ? probe(2, 3)
                : new ProbeBuilder()
                        .withNewHttpGet()
                        .withPath(health)
                        .withPort(new IntOrString("http"))
                        .endHttpGet()
                        .withPeriodSeconds(2)
                        .withFailureThreshold(3)
                        .build();
    }

    /// That something listens: an agent's paths are its own.
    private static Probe probe(int seconds, int failures) {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString("http"))
                .endTcpSocket()
                .withPeriodSeconds(seconds)
                .withFailureThreshold(failures)
                .build();
    }

    /// One copy at a time may be ended on purpose; with a least number, a single copy would keep its node from ever
    /// being drained.
    private HasMetadata disruption() {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(meta())
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(selector())
                .endSelector()
                .endSpec()
                .build();
    }

    private HasMetadata scaler(ContainerWorkload.Scaling scaling) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(meta())
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", workload.name())
                .withMinReplicas(Math.max(1, scaling.min()))
                .withMaxReplicas(scaling.max())
                .withMetrics(scaling.metrics())
                .endSpec()
                .build();
    }
}
