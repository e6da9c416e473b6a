package io.aiplat.supply.origin;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.RemoteModel;
import java.util.Objects;

/// Models by name, as Ollama names them: in its own registry, or in any other whose host is named.
public final class OllamaRegistrySource implements ModelSource {
    private final RegistryModels models;
    private final String usual;

    /// The source.
    ///
    /// @param usual host of the registry of names without one, with the port where it is not the usual one
    public OllamaRegistrySource(RegistryAccess registries, String usual) {
        models = new RegistryModels(registries, "");
        this.usual = usual;
    }

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public boolean takes(String reference) {
        return ModelReference.parse(reference) instanceof ModelReference.Ollama;
    }

    @Override
    public RemoteModel resolve(String reference) {
        if (!(ModelReference.parse(reference) instanceof ModelReference.Ollama wanted)) {
            throw new IllegalArgumentException("no name of a model: " + reference);
        }
        String repository = Objects.requireNonNullElse(wanted.host(), usual) + "/" + wanted.path();
        BlobDigest digest = wanted.digest();
        return models.resolve(
                new ImageReference(repository, wanted.tag(), digest == null ? null : digest.toString()),
                reference,
                wanted.name());
    }
}
