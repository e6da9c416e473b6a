package io.aiplat.gateway.endpoint;

import io.aiplat.gateway.api.TokenCountFormat;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import io.aiplat.routing.UpstreamKind;

/// Anthropic's token counting: says how many tokens a conversation is.
final class CountTokensEndpoint {
    static final Endpoint SPEC = Endpoint.at("/v1/messages/count_tokens", "count_tokens", "count_tokens", "messages")
            .nativeTo(UpstreamKind.ANTHROPIC)
            .errors(ErrorFormat.ANTHROPIC)
            .counts()
            .answers(Dialect.MESSAGES)
            .guards(GuardRules.of(MessagesEndpoint.FIELDS))
            .capture(MessagesEndpoint::capture)
            .openai(UpstreamSupport.counted(TokenCountFormat.MESSAGES))
            .anthropic(UpstreamSupport.RELAYED)
            .engine(UpstreamSupport.counted(TokenCountFormat.MESSAGES))
            .build();

    private CountTokensEndpoint() {}
}
