package io.aiplat.supply.source;

import io.aiplat.model.ApplianceException;
import java.util.List;

/// All sources of models; which one is meant is said by the form of the reference.
public final class ModelSources {
    private final List<ModelSource> sources;

    /// Sources of which no two take the same reference.
    public ModelSources(List<ModelSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /// The source of a reference. Nothing is asked.
    ///
    /// @throws ApplianceException MODELS_REFERENCE_UNKNOWN if it is of no form that is known
    public ModelSource of(String reference) {
        return sources.stream()
                .filter(source -> source.takes(reference))
                .findFirst()
                .orElseThrow(() -> new ApplianceException(SourceProblems.referenceUnknown(
                        reference,
                        ModelReference.parse(reference) instanceof ModelReference.Unknown(String why)
                                ? why
                                : "Nothing here takes references of that form.")));
    }

    /// Finds out what a model consists of.
    ///
    /// @throws ApplianceException as [ModelSource#resolve] says, and MODELS_REFERENCE_UNKNOWN
    public RemoteModel resolve(String reference) {
        return of(reference).resolve(reference);
    }
}
