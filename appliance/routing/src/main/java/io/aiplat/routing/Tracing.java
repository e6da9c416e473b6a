package io.aiplat.routing;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where spans go and what they are called.
///
/// @param otlp     address of a collector that takes OTLP over HTTP; null for no export
/// @param content  whether spans have prompts and answers
/// @param logged   whether the request log has them
/// @param recorded teams whose prompts and answers are kept with the traces of an appliance; `*` among them for
///                 everybody
public record Tracing(@Nullable URI otlp, AttributeNames names, boolean content, boolean logged, Set<String> recorded) {
    /// Nothing leaves the process.
    public static final Tracing NONE = new Tracing(null, AttributeNames.V1_41, false, false, Set.of());

    public Tracing {
        recorded = Set.copyOf(recorded);
    }

    /// Versions of OpenTelemetry's names for generative AI.
    public enum AttributeNames {
        /// The last that the core conventions had; what dashboards read.
        V1_41("1.41"),
        /// The draft that replaces them.
        LATEST("latest");

        private final String word;

        AttributeNames(String word) {
            this.word = word;
        }

        /// As `gateway.yaml` writes it.
        public String word() {
            return word;
        }
    }
}
