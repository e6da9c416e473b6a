package io.aiplat.supply.origin;

import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.RemoteModel;

/// Models as artifacts in any registry: of Docker, of the model specification of the CNCF, or plain files.
public final class OciModelSource implements ModelSource {
    private final RegistryModels models;

    /// The source.
    public OciModelSource(RegistryAccess registries) {
        models = new RegistryModels(registries, "oci://");
    }

    @Override
    public String name() {
        return "oci";
    }

    @Override
    public boolean takes(String reference) {
        return ModelReference.parse(reference) instanceof ModelReference.Oci;
    }

    @Override
    public RemoteModel resolve(String reference) {
        if (!(ModelReference.parse(reference) instanceof ModelReference.Oci artifact)) {
            throw new IllegalArgumentException("no artifact of a registry: " + reference);
        }
        return models.resolve(artifact.image(), reference, artifact.name());
    }
}
