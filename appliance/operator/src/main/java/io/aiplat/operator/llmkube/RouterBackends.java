package io.aiplat.operator.llmkube;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.vllm.ServerChoice;
import io.aiplat.operator.vllm.VllmServer;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Backends of an [LlmKubeRouter] as servers of the gateway, each with one deployment.
final class RouterBackends {
    /// Providers' own servers, which are in nobody's house, whatever a resource says.
    private static final Set<String> PROVIDERS = Set.of("api.anthropic.com", "api.openai.com");
    private static final int MOST_WEIGHT = 1000;

    private final LlmKubeRouter router;
    private final ClusterReader cluster;
    private final String place;
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, Deployment> deployments = new LinkedHashMap<>();

    /// @throws ApplianceException if one of them cannot be had
    RouterBackends(LlmKubeRouter router, ClusterReader cluster) {
        this.router = router;
        this.cluster = cluster;
        this.place =
                router.getMetadata().getNamespace() + "/" + router.getMetadata().getName() + "/";
        for (LlmKubeRouterSpec.Backend backend : router.getSpec().backends()) {
            Upstream upstream = backend.external() == null ? ofService(backend) : external(backend, backend.external());
            if (upstream != null) {
                upstreams.put(upstream.name(), upstream);
            }
        }
        if (upstreams.isEmpty()) {
            LlmKubeRouterSpec.Backend first = router.getSpec().backends().getFirst();
            throw new ApplianceException(LlmKubeProblems.backendNotServed(
                    router.getMetadata().getName(),
                    first.name(),
                    Objects.requireNonNull(first.inferenceServiceRef()).name()));
        }
    }

    /// Whether it is a service that is not served now, so that nobody is asked for it.
    boolean isAway(String backend) {
        return !upstreams.containsKey(upstream(backend));
    }

    /// Name of the server of a backend.
    String upstream(String backend) {
        return place + backend;
    }

    Map<String, Upstream> upstreams() {
        return Map.copyOf(upstreams);
    }

    List<Deployment> deployments() {
        return List.copyOf(deployments.values());
    }

    /// Whether what a backend is asked stays in the house.
    boolean isLocal(String backend) {
        Upstream upstream = upstreams.get(upstream(backend));
        return upstream == null || upstream.tier() == Tier.LOCAL;
    }

    private void deploy(LlmKubeRouterSpec.Backend backend, Deployment deployment) {
        int weight = Math.clamp(Objects.requireNonNullElse(backend.weight(), 1), 1, MOST_WEIGHT);
        deployments.put(backend.name(), deployment.capable(backend.words()).weighing(weight));
    }

    /// @return null where it is not served now
    private @Nullable Upstream ofService(LlmKubeRouterSpec.Backend backend) {
        String namespace = router.getMetadata().getNamespace();
        String name = Objects.requireNonNull(backend.inferenceServiceRef()).name();
        LlmKubeService service = cluster.resource(LlmKubeService.class, namespace, name)
                .orElseThrow(() -> new ApplianceException(ResourceProblems.nothingReferredTo(
                        "The ModelRouter " + router.getMetadata().getName(),
                        "InferenceService " + namespace + "/" + name)));
        LlmKubeServiceStatus status = service.getStatus();
        String server = status == null || status.server() == null ? "" : status.server();
        return switch (server) {
            case LlamaServerCopies.NAME -> copies(backend, name, LlamaServerCopies.endpoint(service));
            case ServerChoice.VLLM -> copies(backend, name, VllmServer.endpoint(namespace, name));
            default -> ofEngine(backend, service);
        };
    }

    private Upstream copies(LlmKubeRouterSpec.Backend backend, String model, String endpoint) {
        deploy(backend, Deployment.of(upstream(backend.name()), model));
        return new Upstream(
                upstream(backend.name()),
                UpstreamKind.OPENAI,
                URI.create(endpoint + "/v1"),
                null,
                Map.of(),
                Tier.LOCAL);
    }

    private @Nullable Upstream ofEngine(LlmKubeRouterSpec.Backend backend, LlmKubeService service) {
        LlmKubeServiceStatus status = service.getStatus();
        String kept = status == null || status.model() == null || !"Ready".equals(status.phase())
                ? null
                : status.model().name();
        if (kept == null) {
            return null;
        }
        Deployment deployment = Deployment.of(upstream(backend.name()), kept);
        Integer context = service.getSpec().contextSize();
        deploy(backend, context == null ? deployment : deployment.seeing(context));
        return new Upstream(upstream(backend.name()), UpstreamKind.EMBEDDED, null, null, Map.of());
    }

    private Upstream external(LlmKubeRouterSpec.Backend backend, LlmKubeRouterSpec.External external) {
        URI url;
        try {
            url = address(backend, external);
            deploy(backend, Deployment.of(upstream(backend.name()), external.model()));
            return new Upstream(
                    upstream(backend.name()),
                    external.provider().equals("anthropic") ? UpstreamKind.ANTHROPIC : UpstreamKind.OPENAI,
                    url,
                    key(backend, external),
                    Map.of(),
                    tier(backend, url));
        } catch (IllegalArgumentException _) {
            throw new ApplianceException(ResourceProblems.noEndpoint(backend.name(), external.provider()));
        }
    }

    /// As the gateway's providers have it: for OpenAI's API with the `/v1`.
    private static URI address(LlmKubeRouterSpec.Backend backend, LlmKubeRouterSpec.External external) {
        String said = external.url();
        URI url = switch (external.provider()) {
            case "anthropic" -> URI.create(said == null ? "https://api.anthropic.com" : said);
            case "openai" -> URI.create(said == null ? "https://api.openai.com/v1" : said);
            case "litellm" -> URI.create(Objects.requireNonNullElse(said, "nowhere"));
            default ->
                throw new ApplianceException(ResourceProblems.unknownProvider(backend.name(), external.provider()));
        };
        if (url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
            throw new IllegalArgumentException("no address of a server");
        }
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        return bare && !external.provider().equals("anthropic") ? url.resolve("/v1") : url;
    }

    /// An exported resource has LLMKube's default, which is `local`, for whatever said nothing.
    private static Tier tier(LlmKubeRouterSpec.Backend backend, URI url) {
        if (PROVIDERS.contains(url.getHost()) || "cloud".equals(backend.tier())) {
            return Tier.CLOUD;
        }
        return "local".equals(backend.tier()) ? Tier.LOCAL : Tier.of(url);
    }

    private @Nullable Secret key(LlmKubeRouterSpec.Backend backend, LlmKubeRouterSpec.External external) {
        LlmKubeRouterSpec.Reference reference = external.credentialsSecretRef();
        if (reference == null) {
            return null;
        }
        String entry = switch (external.provider()) {
            case "anthropic" -> "ANTHROPIC_API_KEY";
            case "openai" -> "OPENAI_API_KEY";
            default -> "LITELLM_MASTER_KEY";
        };
        Optional<Map<String, String>> secret =
                cluster.secret(router.getMetadata().getNamespace(), reference.name());
        String value =
                secret.map(entries -> entries.get(entry)).map(String::strip).orElse("");
        if (value.isEmpty()) {
            throw new ApplianceException(
                    LlmKubeProblems.noKey(router.getMetadata().getName(), backend.name(), reference.name(), entry));
        }
        return new Secret(value);
    }
}
