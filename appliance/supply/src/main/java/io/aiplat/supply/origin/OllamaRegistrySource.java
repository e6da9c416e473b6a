package io.aiplat.supply.origin;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.ModelName;
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
        if (!(ModelReference.parse(reference)
                instanceof ModelReference.Ollama(var host, var path, var tag, var digest))) {
            throw new IllegalArgumentException("no name of a model: " + reference);
        }
        String full = Objects.requireNonNullElse(host, usual) + "/" + path;
        String shown = host != null || !path.startsWith("library/") ? path : path.substring("library/".length());
        // A host in a name would be asked again by whoever reads it; where it came from is kept beside the name.
        String served = host == null ? shown : shown.substring(shown.lastIndexOf('/') + 1);
        return models.resolve(
                new ImageReference(full, tag, digest == null ? null : digest.toString()),
                reference,
                ModelName.canonical(served + ":" + tag));
    }
}
