package io.aiplat.inference.embedded;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufProblems;
import java.util.Set;

/// The architectures and tensor types known to the llama.cpp inside de.kherud:llama 4.2.0 (build 4916, of March 2025).
/// Given another, it would say so only in its log.
final class LlamaArchitectures {
    /// The last of its `ggml_type`: later ones, from MXFP4 (39) on, it refuses.
    private static final int NEWEST_TENSOR_TYPE = 38;

    private static final Set<String> KNOWN = Set.of("""
            arctic arwkv7 baichuan bert bitnet bloom chameleon chatglm codeshell cohere2 command-r
            dbrx deci deepseek deepseek2 exaone falcon gemma gemma2 gemma3 gpt2 gptj gptneox granite
            granitemoe grok internlm2 jais jina-bert-v2 llama mamba minicpm minicpm3 mpt nemotron
            nomic-bert olmo olmo2 olmoe openelm orion phi2 phi3 phimoe plamo qwen qwen2 qwen2moe
            qwen2vl refact rwkv6 rwkv6qwen2 rwkv7 stablelm starcoder starcoder2 t5 t5encoder xverse
            """.strip().split("\\s+"));

    private LlamaArchitectures() {}

    /// Refuses what it cannot load.
    ///
    /// @throws ApplianceException MODELS_ARCHITECTURE_UNKNOWN, MODELS_TENSOR_TYPE_UNKNOWN
    static void refuseUnknown(String file, GgufHeader header) {
        if (!KNOWN.contains(header.architecture())) {
            throw new ApplianceException(ModelsProblems.architectureUnknown(file, header.architecture()));
        }
        if (header.newestType() > NEWEST_TENSOR_TYPE) {
            throw new ApplianceException(GgufProblems.tensorTypeUnknown(file, header.newestTypeWords()));
        }
    }
}
