package io.aiplat.operator.llmkube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models as LLMKube's users write them, and where they come from.
class LlmKubeModelReconcilerTest {
    private static final String YAML = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: Model
            metadata: {name: tiny, namespace: default}
            spec:
              source: %s
            """;

    private final LlmKubeModelReconciler reconciler =
            new LlmKubeModelReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private Translation translated(String yaml, long gpus) {
        return reconciler.translate(Serialization.unmarshal(yaml, LlmKubeModel.class), new MadeUpCluster().gpus(gpus));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://files.example/t.gguf              |       | https://files.example/t.gguf
            hf://ann/Tiny-GGUF/tiny-Q8_0.gguf         |       | hf.co/ann/Tiny-GGUF/resolve/main/tiny-Q8_0.gguf
            hf://ann/Tiny-GGUF/sub/tiny.gguf          |       | hf.co/ann/Tiny-GGUF/resolve/main/sub/tiny.gguf
            hf://ann/Tiny-GGUF                        | t.gguf| hf.co/ann/Tiny-GGUF/resolve/main/t.gguf
            ann/Tiny-GGUF                             |       | hf.co/ann/Tiny-GGUF
            /mnt/models/t.gguf                        |       | /mnt/models/t.gguf
            file:///mnt/models/t.gguf                 |       | file:///mnt/models/t.gguf
            """)
    void itIsFetchedFromWhereItsSourceSays(String source, String file, String reference) {
        String yaml = YAML.formatted(source) + (file == null ? "" : "  files: [" + file + "]\n");

        assertEquals(Translation.of(new ServedModel(null, reference)), translated(yaml, 0));
    }

    @Test
    void aDigestIsComparedWhileItComesAndWhenItIsHere() {
        String digest = "AB".repeat(32);
        String yaml = YAML.formatted("https://files.example/t.gguf") + "  sha256: " + digest + "\n";

        assertEquals(
                Translation.of(
                        new ServedModel(null, "https://files.example/t.gguf#sha256=" + "ab".repeat(32), null, digest)),
                translated(yaml, 0));
    }

    /// Weights for GPUs are large, and copies of a server fetch them themselves.
    @Test
    void whatIsForGpusIsNotFetchedTwice() {
        String gpu = YAML.formatted("https://files.example/t.gguf") + "  hardware: {gpu: {enabled: true}}\n";

        assertInstanceOf(Translation.Accepted.class, translated(gpu, 1));
        assertInstanceOf(Translation.Wanted.class, translated(gpu, 0));
        assertInstanceOf(Translation.Wanted.class, translated(gpu + "  prefetch: true\n", 1));
        assertInstanceOf(Translation.Accepted.class, translated(YAML.formatted("pvc://claim/t.gguf"), 0));
    }

    @Test
    void whatCannotBeHadIsRefusedByName() {
        assertEquals(
                new Translation.Refused(ResourceProblems.sourceOutOfReach("tiny", "s3://bucket/t.gguf")),
                translated(YAML.formatted("s3://bucket/t.gguf"), 0));
        assertEquals(
                new Translation.Refused(
                        LlmKubeProblems.formatNotServed("Model tiny", "mlx", "gguf, and safetensors by vLLM")),
                translated(YAML.formatted("/mnt/tiny") + "  format: mlx\n", 0));
    }
}
