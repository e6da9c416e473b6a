package io.aiplat.gateway.capture;

import io.aiplat.wire.json.JsonObjectView;

/// Prompt capture: what spans have of an endpoint's prompts.
@FunctionalInterface
public interface PromptCapture {
    /// Nothing: it is not asked in words.
    PromptCapture NONE = (_, _) -> {};

    /// Reads a request.
    void read(CapturedInput into, JsonObjectView body);
}
