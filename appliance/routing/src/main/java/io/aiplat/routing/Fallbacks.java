package io.aiplat.routing;

import java.util.List;

/// Fallback list: which public names answer in place of another.
/// Only the lists of the name that was asked for count, so that two may stand in for each other without a circle.
///
/// @param general       when its deployments cannot answer
/// @param contextWindow when the prompt is too long for it
/// @param contentPolicy when the provider's content policy refuses the prompt
public record Fallbacks(List<String> general, List<String> contextWindow, List<String> contentPolicy) {
    /// Nobody stands in.
    public static final Fallbacks NONE = new Fallbacks(List.of(), List.of(), List.of());

    public Fallbacks {
        general = List.copyOf(general);
        contextWindow = List.copyOf(contextWindow);
        contentPolicy = List.copyOf(contentPolicy);
    }

    /// The names for one reason, in the order to try them.
    public List<String> of(FallbackReason reason) {
        return switch (reason) {
            case GENERAL -> general;
            case CONTEXT_WINDOW -> contextWindow;
            case CONTENT_POLICY -> contentPolicy;
        };
    }
}
