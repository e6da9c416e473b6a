package io.aiplat.operator.realization;

import io.aiplat.routing.Origin;
import java.time.Instant;

/// Key of a custom resource among all kinds, and its age, which decides conflicts.
///
/// @param kind      plural name and group, such as `models.ollama.io`
/// @param namespace it is in
/// @param name      in that namespace
/// @param since     when it was created
public record ResourceKey(String kind, String namespace, String name, Instant since) {
    /// As the origin of routes.
    Origin origin() {
        return new Origin(Origin.Kind.RESOURCE, kind + "/" + namespace + "/" + name, since);
    }
}
