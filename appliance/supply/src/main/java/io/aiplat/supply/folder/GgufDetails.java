package io.aiplat.supply.folder;

import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.gguf.GgufFacts;
import io.aiplat.supply.gguf.GgufHeader;

/// Details of a model out of its GGUF file and its Modelfile.
final class GgufDetails {
    private GgufDetails() {}

    /// Of a model in a folder. Its weights are not read, so their digest is not known.
    static ModelDetails of(GgufModel model) {
        GgufHeader header = model.header();
        GgufFacts facts = model.facts();
        // llama.cpp reads Jinja; the template of a Modelfile is Ollama's.
        String template = header.chatTemplate() != null
                ? header.chatTemplate()
                : model.modelfile().template();
        return new ModelDetails(
                model.name(),
                null,
                header.bytes(),
                model.created(),
                header.architecture(),
                facts.quantisation(),
                facts.parameters(),
                facts.licence(),
                header.contextLength(),
                template,
                model.modelfile().system(),
                model.modelfile().parameters(),
                header.embeds());
    }
}
