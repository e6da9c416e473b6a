package io.aiplat.telemetry;

import io.aiplat.telemetry.request.EndpointLabel;

/// An endpoint as the gateway names it.
final class TestLabel {
    static final EndpointLabel CHAT = new EndpointLabel("chat", "/v1/chat/completions", "chat");

    private TestLabel() {}
}
