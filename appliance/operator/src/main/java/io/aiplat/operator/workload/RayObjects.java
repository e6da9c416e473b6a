package io.aiplat.operator.workload;

import io.aiplat.operator.desired.RayServer;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Objects that a Ray server becomes: a RayService, of which KubeRay makes the rest
/// (https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/rayservice-quick-start.html), and a policy. Pure,
/// and the same to the byte for the same server.
public final class RayObjects {
    /// Most characters of a RayService's name that KubeRay takes.
    public static final int MOST_NAME = 47;

    private static final int SERVE = 8000;
    private static final int TLS = 443;
    /// Of the Kubernetes API, which Ray's autoscaler asks; behind a Service it is a node's.
    private static final int API = 6443;
    /// Requests at once for each copy, from which on there is one more; Ray's own for such servers.
    private static final int TARGET = 64;
    private static final String CACHE = "/cache";
    private static final String MEMORY = "/dev/shm";
    /// Of the images of Ray.
    private static final long USER = 1000;

    private final RayServer server;
    private final String namespace;

    private RayObjects(RayServer server, String namespace) {
        this.server = server;
        this.namespace = namespace;
    }

    /// What a server becomes.
    public static List<HasMetadata> of(RayServer server, String namespace) {
        RayObjects objects = new RayObjects(server, namespace);
        return List.of(objects.policy(), objects.service());
    }

    /// Where a server of that name answers, as KubeRay names its service.
    ///
    /// @param object name of the RayService
    public static String endpoint(String namespace, String object) {
        return "http://" + object + "-serve-svc." + namespace + ".svc.cluster.local:" + SERVE;
    }

    private Map<String, String> labels() {
        return Map.of(WorkloadObjects.NAME, server.object());
    }

    private ObjectMeta meta() {
        return new ObjectMetaBuilder()
                .withName(server.object())
                .withNamespace(namespace)
                .withLabels(labels())
                .withOwnerReferences(server.owner())
                .build();
    }

    /// Who reaches Ray's dashboard has it run whatever is wanted, so that is for its namespace and KubeRay alone.
    private HasMetadata policy() {
        return new NetworkPolicyBuilder()
                .withMetadata(meta())
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(labels())
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withFrom(
                        WorkloadPolicy.ownNamespace(),
                        new NetworkPolicyPeerBuilder()
                                .withNewNamespaceSelector()
                                .endNamespaceSelector()
                                .withNewPodSelector()
                                .addNewMatchExpression()
                                .withKey(WorkloadObjects.NAME)
                                .withOperator("In")
                                // By its manifests, and by its chart.
                                .withValues("kuberay", "kuberay-operator")
                                .endMatchExpression()
                                .endPodSelector()
                                .build())
                .endIngress()
                .addToEgress(WorkloadPolicy.names())
                .addNewEgress()
                .withTo(WorkloadPolicy.ownNamespace())
                .endEgress()
                .addToEgress(WorkloadPolicy.rule(WorkloadPolicy.anywhere(), TLS))
                .addToEgress(WorkloadPolicy.rule(WorkloadPolicy.anywhere(), API))
                .endSpec()
                .build();
    }

    private HasMetadata service() {
        Map<String, Object> cluster = new LinkedHashMap<>();
        if (server.max() > server.min()) {
            cluster.put("enableInTreeAutoscaling", true);
            // KubeRay puts it beside Ray into the first pod.
            cluster.put("autoscalerOptions", Map.of("securityContext", hardened()));
        }
        cluster.put("headGroupSpec", head());
        cluster.put("workerGroupSpecs", List.of(workers()));
        Map<String, Object> specification = new LinkedHashMap<>();
        specification.put("serveConfigV2", Serialization.asYaml(applications()).replaceFirst("^---\\n", ""));
        specification.put("rayClusterConfig", cluster);
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("ray.io/v1")
                .withKind("RayService")
                .withMetadata(meta())
                .addToAdditionalProperties("spec", specification)
                .build();
    }

    /// What Ray Serve runs (https://docs.ray.io/en/latest/serve/llm/index.html).
    private Map<String, Object> applications() {
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("tensor_parallel_size", server.split().tensor());
        engine.put("pipeline_parallel_size", server.split().pipeline());
        engine.put("max_model_len", server.length());
        Map<String, Object> scaling = new LinkedHashMap<>();
        scaling.put("min_replicas", server.min());
        scaling.put("max_replicas", server.max());
        scaling.put("target_ongoing_requests", TARGET);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("model_id", server.name());
        model.put("model_source", server.model());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("model_loading_config", model);
        one.put("engine_kwargs", engine);
        one.put("deployment_config", Map.of("autoscaling_config", scaling));
        Map<String, Object> application = new LinkedHashMap<>();
        application.put("name", "llm");
        application.put("route_prefix", "/");
        application.put("import_path", "ray.serve.llm:build_openai_app");
        application.put("args", Map.of("llm_configs", List.of(one)));
        return Map.of("applications", List.of(application));
    }

    /// The head runs no model: it needs no GPU, and should go on when a worker has taken all that its node has.
    private Map<String, Object> head() {
        Map<String, String> start = new LinkedHashMap<>();
        start.put("num-cpus", "0");
        start.put("num-gpus", "0");
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("rayStartParams", start);
        ResourceRequirements resources = new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("1"))
                .addToRequests("memory", new Quantity("4Gi"))
                .addToLimits("memory", new Quantity("4Gi"))
                .build();
        Container container = container("ray-head", resources)
                .addNewPort()
                .withName("gcs-server")
                .withContainerPort(6379)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("dashboard")
                .withContainerPort(8265)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("client")
                .withContainerPort(10001)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName("serve")
                .withContainerPort(SERVE)
                .withProtocol("TCP")
                .endPort()
                .build();
        group.put("template", template(container).build());
        return group;
    }

    private Map<String, Object> workers() {
        int each = server.split().pipeline();
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("groupName", "gpu");
        group.put("replicas", server.min() * each);
        group.put("minReplicas", server.min() * each);
        group.put("maxReplicas", server.max() * each);
        group.put(
                "rayStartParams",
                Map.of("num-gpus", Integer.toString(server.split().tensor())));
        PodTemplateSpec template = template(
                        container("ray-worker", server.worker().resources()).build())
                .editSpec()
                .withAutomountServiceAccountToken(false)
                .withRuntimeClassName(server.worker().runtimeClass())
                .endSpec()
                .build();
        group.put("template", template);
        return group;
    }

    private PodTemplateSpecBuilder template(Container container) {
        Map<String, Quantity> room = Map.of(
                CACHE, new Quantity(server.worker().cache()),
                MEMORY, new Quantity(server.worker().shared()));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withContainers(container)
                .withVolumes(ScratchSpace.volumes(room, Map.of()))
                .endSpec();
    }

    private ContainerBuilder container(String name, ResourceRequirements resources) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(server.worker().image())
                .withResources(resources)
                .withSecurityContext(hardened())
                .withEnv(
                        new EnvVar("HF_HOME", CACHE + "/huggingface", null),
                        new EnvVar("RAY_USAGE_STATS_ENABLED", "0", null),
                        new EnvVar("VLLM_NO_USAGE_STATS", "1", null),
                        new EnvVarBuilder()
                                .withName("HF_TOKEN")
                                .withNewValueFrom()
                                .withNewSecretKeyRef("token", "hf-token", true)
                                .endValueFrom()
                                .build())
                .withVolumeMounts(
                        ScratchSpace.mounts(Map.of(CACHE, new Quantity("0"), MEMORY, new Quantity("0")), Map.of()));
    }

    /// The level `restricted`; Ray writes to the home of its user, so the root file system is not only read.
    private static SecurityContext hardened() {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withAllowPrivilegeEscalation(false)
                .withCapabilities(new Capabilities(null, List.of("ALL")))
                .withNewSeccompProfile(null, "RuntimeDefault")
                .build();
    }
}
