package io.aiplat.gateway.endpoint;

import io.aiplat.gateway.api.TokenCountFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;

/// OpenAI's token counting: says how many tokens a response's input is.
final class InputTokensEndpoint {
    static final Endpoint SPEC = Endpoint.at("/v1/responses/input_tokens", "input_tokens", "count_tokens", "input")
            .counts()
            .namesStored()
            .tokens(TokenRules.USUAL.capped("max_output_tokens", null))
            .answers(Dialect.RESPONSES)
            .guards(GuardRules.of(ResponsesEndpoint.FIELDS))
            .capture(ResponsesEndpoint::capture)
            .openai(UpstreamSupport.relayedOrCounted(TokenCountFormat.RESPONSES))
            .anthropic(UpstreamSupport.counted(TokenCountFormat.RESPONSES))
            .engine(UpstreamSupport.counted(TokenCountFormat.RESPONSES))
            .build();

    private InputTokensEndpoint() {}
}
