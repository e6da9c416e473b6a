package io.aiplat.operator;

import io.aiplat.model.Problem;
import io.aiplat.operator.agenticlayer.AiGatewayClassReconciler;
import io.aiplat.operator.agenticlayer.AiGatewayReconciler;
import io.aiplat.operator.agenticlayer.GuardResourceReconciler;
import io.aiplat.operator.agenticlayer.GuardrailProviderReconciler;
import io.aiplat.operator.agentops.AgentDeploymentReconciler;
import io.aiplat.operator.aiteam.AITeamReconciler;
import io.aiplat.operator.datascience.DataScienceClusterReconciler;
import io.aiplat.operator.endpoint.InferenceEndpointReconciler;
import io.aiplat.operator.endpoint.VLLMEndpointReconciler;
import io.aiplat.operator.kserve.InferenceServiceReconciler;
import io.aiplat.operator.kubeai.KubeAiModelReconciler;
import io.aiplat.operator.llmkube.LlmKubeModelReconciler;
import io.aiplat.operator.llmkube.LlmKubeRouterReconciler;
import io.aiplat.operator.llmkube.LlmKubeServiceReconciler;
import io.aiplat.operator.modelrouter.ModelRouterReconciler;
import io.aiplat.operator.ollama.AyakaModelReconciler;
import io.aiplat.operator.ollama.OllamaModelReconciler;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.ResourceKey;
import io.aiplat.operator.reconciler.KindReconciler;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Operator: watches the custom resources of a cluster and has what they want made true, until it is closed.
public final class ResourceOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceOperator.class);
    private static final String FIELD_MANAGER = "aiplat-operator";
    private static final String FINALIZER = "aiplat.io/finalizer";
    /// What is changed behind our back is seen by then.
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Operator operator;
    private final List<KindReconciler<?, ?>> kinds;
    private final List<Problem> leftAlone = new ArrayList<>();
    private final @Nullable String namespace;

    private ResourceOperator(KubernetesClient client, List<KindReconciler<?, ?>> kinds, @Nullable String namespace) {
        this.kinds = kinds;
        this.namespace = namespace;
        this.operator = new Operator(settings -> settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withStopOnInformerErrorDuringStartup(false)
                .withUseSSAToPatchPrimaryResource(true)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    }

    /// Begins to watch.
    ///
    /// @param owner id of the home, whose label the definitions carry
    /// @param clock of the times in conditions
    public static ResourceOperator start(
            KubernetesClient client, String owner, Realizers realizers, InstantSource clock) {
        return start(client, owner, realizers, clock, null);
    }

    /// Begins to watch one namespace. Definitions are not made there, because they are the whole cluster's.
    ///
    /// @param namespace null for all
    static ResourceOperator start(
            KubernetesClient client,
            String owner,
            Realizers realizers,
            InstantSource clock,
            @Nullable String namespace) {
        ResourceOperator started = new ResourceOperator(client, kinds(realizers, clock), namespace);
        realizers.onNews(started::look);
        started.kinds.forEach(
                kind -> kind.onChange(name -> started.kinds.forEach(each -> each.lookAtWhoRefersTo(name))));
        CustomResourceDefinitions definitions = new CustomResourceDefinitions(client, owner);
        for (KindReconciler<?, ?> kind : started.kinds) {
            switch (namespace == null ? definitions.apply(kind.kind()) : definitions.there(kind.kind())) {
                case OURS -> started.register(kind);
                case OF_ANOTHER -> started.leave(OperatorProblems.kindOfAnother(kind.kind()));
                case DENIED -> started.leave(OperatorProblems.kindNotOurs(kind.kind()));
                case REFUSED -> started.leave(OperatorProblems.kindRefused(kind.kind()));
            }
        }
        started.operator.start();
        return started;
    }

    /// Every kind is one line here and one folder.
    static List<KindReconciler<?, ?>> kinds(Realizers realizers, InstantSource clock) {
        return List.of(
                new OllamaModelReconciler(realizers, clock),
                new AyakaModelReconciler(realizers, clock),
                new ModelRouterReconciler(realizers, clock),
                new KubeAiModelReconciler(realizers, clock),
                new AiGatewayReconciler(realizers, clock),
                new AiGatewayClassReconciler(realizers, clock),
                new GuardResourceReconciler(realizers, clock),
                new GuardrailProviderReconciler(realizers, clock),
                new AgentDeploymentReconciler(realizers, clock),
                new AITeamReconciler(realizers, clock),
                new DataScienceClusterReconciler(realizers, clock),
                new InferenceEndpointReconciler(realizers, clock),
                new VLLMEndpointReconciler(realizers, clock),
                new InferenceServiceReconciler(realizers, clock),
                new LlmKubeModelReconciler(realizers, clock),
                new LlmKubeServiceReconciler(realizers, clock),
                new LlmKubeRouterReconciler(realizers, clock));
    }

    private <R extends CustomResource<?, ?>> void register(KindReconciler<R, ?> kind) {
        operator.register(
                kind,
                settings -> (namespace == null ? settings : settings.settingNamespace(namespace))
                        .withFinalizer(FINALIZER)
                        .withFieldManager(FIELD_MANAGER)
                        .withReconciliationMaxInterval(INTERVAL));
    }

    private void leave(Problem problem) {
        LOG.warn("{}", problem.toText());
        leftAlone.add(problem);
    }

    /// Kinds that another operator owns, and so are left alone.
    public List<Problem> leftAlone() {
        return List.copyOf(leftAlone);
    }

    private void look(ResourceKey key) {
        kinds.stream()
                .filter(kind -> kind.kind().equals(key.kind()))
                .forEach(kind -> kind.look(key.namespace(), key.name()));
    }

    @Override
    public void close() {
        operator.stop();
    }
}
