package io.aiplat.operator;

import io.aiplat.operator.agentops.AgentProblems;
import io.aiplat.operator.aiteam.AITeamProblems;
import io.aiplat.operator.bundles.BundleProblems;
import io.aiplat.operator.datascience.DataScienceProblems;
import io.aiplat.operator.kserve.KserveProblems;
import io.aiplat.operator.llmkube.LlmKubeProblems;
import io.aiplat.operator.pods.PodProblems;
import io.aiplat.operator.realization.RealizationProblems;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.workload.SecretProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorProblemsTest {
    private static final List<Class<?>> PROBLEMS = List.of(
            OperatorProblems.class,
            ResourceProblems.class,
            RealizationProblems.class,
            AgentProblems.class,
            AITeamProblems.class,
            BundleProblems.class,
            DataScienceProblems.class,
            KserveProblems.class,
            LlmKubeProblems.class,
            PodProblems.class,
            SecretProblems.class);

    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Golden.problems(
                PROBLEMS,
                List.of(
                        SecretProblems.notSynced(
                                "anthropic-api-key",
                                "ExternalSecret tenant-demo/anthropic-api-key",
                                "SecretSyncedError: could not get secret data from provider"),
                        SecretProblems.noOperator(
                                "anthropic-api-key", "ExternalSecret", "external-secrets.io", "External Secrets"),
                        ResourceProblems.unknownProvider("fast", "bedrock"),
                        ResourceProblems.noEndpoint("fast", "openai"),
                        OperatorProblems.kindOfAnother("models.ollama.io"),
                        OperatorProblems.kindNotOurs("models.ollama.io"),
                        OperatorProblems.kindRefused("models.ollama.io"),
                        ResourceProblems.noSuchEngine("whisper", "FasterWhisper"),
                        ResourceProblems.adapters("llama"),
                        ResourceProblems.nothingReferredTo("The guard pii", "GuardrailProvider default/presidio"),
                        ResourceProblems.patchUnreadable("ai", "patch", "did not find expected key."),
                        ResourceProblems.interpolation("default/ai"),
                        ResourceProblems.keyMissing(
                                "default/ai", "The environment has no variable OPENAI_API_KEY, or an empty one."),
                        ResourceProblems.guardOutOfHouse("The guard mod", "openai-moderation-api"),
                        ResourceProblems.guardWish("pii", "language de"),
                        ResourceProblems.sourceOutOfReach("llama", "s3://bucket/llama"),
                        AgentProblems.noImage("claude-assistant"),
                        AgentProblems.secretsNotUnderstood("claude-assistant"),
                        RealizationProblems.objectOfAnother("Deployment tenant-demo/claude-assistant"),
                        RealizationProblems.teamOfAnother("research"),
                        AITeamProblems.budgetNotUnderstood(
                                "research", "a rolling window has 1 minute to 31 days, not PT2160H"),
                        BundleProblems.notInstalledHere("kuberay"),
                        BundleProblems.switchedByAnother("default-dsc"),
                        DataScienceProblems.componentNowhere("default-dsc", List.of("trustyai", "workbenches")),
                        PodProblems.noPod(Path.of("/var/run/secrets/kubernetes.io/serviceaccount")),
                        PodProblems.notPublished("It is too much: the routes take 2000000 bytes of 1000000."),
                        PodProblems.routesUnreadable("aiplat-gateway", "no document of routes: Not in GZIP format"),
                        PodProblems.teamsNotShared(),
                        PodProblems.operatorNotThere("aiplat-gateway"),
                        PodProblems.stopped(),
                        KserveProblems.noSuchFormat("iris", "sklearn"),
                        KserveProblems.noSuchPart("iris", "spec.transformer"),
                        RealizationProblems.rayFailed(
                                "RayService inference/gemma-4b",
                                "Deploying app 'llm' failed: 401 Client Error for google/gemma-3-4b-it"),
                        RealizationProblems.otherBytes("phi", "phi-3:q4", "00", "sha256:11"),
                        LlmKubeProblems.noSuchRuntime("tiny", "tgi"),
                        LlmKubeProblems.formatNotServed("Model tiny", "mlx", "gguf, and safetensors by vLLM"),
                        LlmKubeProblems.noWeightsForCopies(
                                "tiny",
                                "/mnt/tiny.gguf",
                                "copies in the cluster reach https://, hf:// and pvc://, and no other places"),
                        LlmKubeProblems.notClosed("coding", "private"),
                        LlmKubeProblems.leadsOut("coding", "private", "claude"),
                        LlmKubeProblems.backendNotServed("coding", "local", "qwen3-coder"),
                        LlmKubeProblems.noKey("coding", "claude", "anthropic-key", "ANTHROPIC_API_KEY"),
                        LlmKubeProblems.notOfRouters("coding", "spec.policy.budgets", "Give the key a budget"),
                        LlmKubeProblems.pattern("coding", "large", "*-opus"),
                        LlmKubeProblems.time("coding", "timeout of private", "soon")));
    }
}
