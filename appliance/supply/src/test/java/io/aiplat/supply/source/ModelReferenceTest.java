package io.aiplat.supply.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.ModelReference.Address;
import io.aiplat.supply.source.ModelReference.HuggingFace;
import io.aiplat.supply.source.ModelReference.LocalFile;
import io.aiplat.supply.source.ModelReference.Oci;
import io.aiplat.supply.source.ModelReference.Ollama;
import io.aiplat.supply.source.ModelReference.Unknown;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "qwen3, , library/qwen3, latest",
        "qwen3:8b, , library/qwen3, 8b",
        "qwen2.5:0.5b, , library/qwen2.5, 0.5b",
        "library/qwen3:8b, , library/qwen3, 8b",
        "mannix/llama3:8b, , mannix/llama3, 8b",
        "Some_One/Model-X:Q4_K_M, , Some_One/Model-X, Q4_K_M",
        "127.0.0.1:5000/library/smoke:1, 127.0.0.1:5000, library/smoke, 1",
        "localhost/smoke, localhost, smoke, latest",
        "registry.example/team/sub/model:v1, registry.example, team/sub/model, v1",
        "registry.example:5000/model, registry.example:5000, model, latest",
        "docker.io/ai/smollm2:135M-Q4_0, docker.io, ai/smollm2, 135M-Q4_0",
        "https://ollama.com/library/qwen3:8b, , library/qwen3, 8b",
        "ollama.com/library/qwen3, , library/qwen3, latest",
        "https://ollama.com/mannix/llama3, , mannix/llama3, latest",
        "registry.ollama.ai/library/qwen3:8b, , library/qwen3, 8b",
        "bundle:1, , library/bundle, 1",
    })
    void namesOfRegistries(String text, String host, String path, String tag) {
        assertEquals(new Ollama(host, path, tag, null), ModelReference.parse(text));
    }

    /// Who wants a model by reference finds it by this name, without asking anybody.
    @ParameterizedTest
    @CsvSource({
        "qwen3, qwen3",
        "qwen3:8b, qwen3:8b",
        "Ann/Model-X:Q4_K_M, model-x:q4_k_m",
        "127.0.0.1:5000/library/smoke:1, smoke:1",
        "hf.co/ann/Tiny-1B-GGUF, tiny-1b",
        "hf.co/ann/Tiny-1B-GGUF:Q8_0, tiny-1b:q8_0",
        "https://huggingface.co/ann/Tiny-1B-GGUF/blob/main/Tiny-1B-Q4_0.gguf, tiny-1b:q4_0",
        "hf.co/ann/Tiny-1B-GGUF:odd.gguf, odd",
        "https://models.example/dir/My%20Model-Q4_0.gguf?x=1, my-model-q4_0",
        "https://models.example/m-00001-of-00003.gguf, m",
        "https://models.example, model",
        "oci://ghcr.io/team/tiny:v1, tiny:v1",
        "/data/Big Model-00002-of-00003.gguf, big-model",
        "/data/folder/../models, models",
    })
    void haveANameToBeServedUnder(String text, String name) {
        assertEquals(name, ModelReference.parse(text).name());
    }

    @Test
    void aNameWithADigestMeansThatManifest() {
        assertEquals(
                new Ollama(null, "library/qwen3", "8b", new BlobDigest(HEX)),
                ModelReference.parse("qwen3:8b@sha256:" + HEX));
    }

    @ParameterizedTest
    @CsvSource({
        "hf.co/ann/Model-GGUF, main, ",
        "hf.co/ann/Model-GGUF:Q4_K_M, main, Q4_K_M",
        "HF.co/ann/Model-GGUF:latest, main, ",
        "huggingface.co/ann/Model-GGUF:q8_0, main, q8_0",
        "hf://ann/Model-GGUF, main, ",
        "https://huggingface.co/ann/Model-GGUF, main, ",
        "https://huggingface.co/ann/Model-GGUF/, main, ",
        "https://huggingface.co/ann/Model-GGUF?show_file_info=x, main, ",
        "https://huggingface.co/ann/Model-GGUF/tree/v2, v2, ",
        "https://huggingface.co/ann/Model-GGUF/resolve/main/m-Q4_0.gguf?download=true, main, m-Q4_0.gguf",
        "https://huggingface.co/ann/Model-GGUF/blob/main/Q8_0/m-00001-of-00002.gguf, main, Q8_0/m-00001-of-00002.gguf",
        "hf.co/ann/Model-GGUF@abc123:Q4_0, abc123, Q4_0",
        "hf.co/ann/Model-GGUF:m-Q4_0.gguf, main, m-Q4_0.gguf",
    })
    void repositoriesOfHuggingFace(String text, String revision, String choice) {
        assertEquals(new HuggingFace("ann", "Model-GGUF", revision, choice), ModelReference.parse(text));
    }

    @Test
    void addressesOfFilesWithAndWithoutADigest() {
        assertEquals(
                new Address(URI.create("https://models.example/a/m.gguf?sig=1%2F2"), null),
                ModelReference.parse("https://models.example/a/m.gguf?sig=1%2F2"));
        assertEquals(
                new Address(URI.create("http://127.0.0.1:8000/m.gguf"), new BlobDigest(HEX)),
                ModelReference.parse("http://127.0.0.1:8000/m.gguf#sha256=" + HEX.toUpperCase(Locale.ROOT)));
    }

    @Test
    void artifactsOfRegistries() {
        assertEquals(
                new Oci(ImageReference.parse("ghcr.io/team/model:1@sha256:" + HEX)),
                ModelReference.parse("oci://ghcr.io/team/model:1@sha256:" + HEX));
        assertEquals(new Oci(ImageReference.parse("ai/smollm2:latest")), ModelReference.parse("oci://ai/smollm2"));
    }

    @ParameterizedTest
    @CsvSource({
        "/data/m.gguf, /data/m.gguf",
        "/data/blobs/sha256-0, /data/blobs/sha256-0",
        "./folder, ./folder",
        "../m, ../m",
        "m.gguf, m.gguf",
        "folder/M.GGUF, folder/M.GGUF",
        "file:///data/m.gguf, /data/m.gguf",
    })
    void filesAndFolders(String text, String path) {
        assertEquals(new LocalFile(Path.of(path)), ModelReference.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " qwen3",
                "qwen3 8b",
                "qwen3\u0007",
                "qwen3:",
                "a/b/c",
                "x/../y",
                "s3://bucket/m.gguf",
                "docker://x/y",
                "hf.co/ann",
                "hf.co/ann/m/x",
                "hf.co/../m",
                "hf.co/ann/m:../../x",
                "https://",
                "https:///m.gguf",
                "https://ann:pw@models.example/m.gguf",
                "https://models.example/m.gguf#sha256=12",
                "https://models.example/m.gguf#part",
                "https://models.example/m m.gguf",
                "oci://",
                "oci://ghcr.io/Team/x",
                "file://host/x",
                "qwen3@sha256:12",
            })
    void nothingElse(String text) {
        assertInstanceOf(Unknown.class, ModelReference.parse(text));
    }
}
