package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;

/// OpenAI's chat completions: goes on with a conversation. Its fields are OpenAI's, with what servers of that API add.
final class ChatEndpoint {
    /// What its fields are to guards.
    private static final FieldTable FIELDS = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "messages"),
                    all(FieldKind.PARTS, "prediction"),
                    all(
                            FieldKind.TEXT,
                            "audio functions moderation prompt_cache_options response_format stop stream_options tools"
                                    + " web_search_options"),
                    all(FieldKind.FREE, "documents chat_template_kwargs"),
                    all(
                            FieldKind.WORD,
                            "function_call modalities prompt_cache_retention reasoning_effort service_tier tool_choice"
                                    + " verbosity"),
                    all(
                            FieldKind.NUMBER,
                            "frequency_penalty logprobs max_completion_tokens max_tokens n parallel_tool_calls"
                                    + " presence_penalty seed store stream temperature top_k top_logprobs top_p"),
                    SharedFields.MODEL,
                    FieldTable.hidden("logit_bias", "has numbers of tokens, no text"),
                    SharedFields.USER,
                    SharedFields.ABOUT),
            SharedFields.CONVERSATION);

    static final Endpoint SPEC = Endpoint.at("/v1/chat/completions", "chat", "chat", "messages")
            .generates()
            .tokens(TokenRules.USUAL
                    .capped("max_completion_tokens", "max_tokens")
                    .countedOnWish()
                    .referring(TokenRules.References.BLOCKS))
            .answers(Dialect.CHAT)
            .guards(GuardRules.of(FIELDS).showing(body -> body.flag("logprobs")).answering(EventFormat.CHAT))
            .capture((prompt, body) -> prompt.turns(body, "messages"))
            .openai(UpstreamSupport.RELAYED)
            .anthropic(UpstreamSupport.written(ApiFormats.CHAT))
            .engine(UpstreamSupport.written(ApiFormats.CHAT))
            .build();

    private ChatEndpoint() {}
}
