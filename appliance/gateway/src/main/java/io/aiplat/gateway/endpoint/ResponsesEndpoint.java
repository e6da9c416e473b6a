package io.aiplat.gateway.endpoint;

import static io.aiplat.gateway.field.FieldTable.all;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.api.responses.ResponseFailure;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.capture.CapturedInput;
import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.field.SharedFields;
import io.aiplat.gateway.guard.EventFormat;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.relay.Dialect;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonObjectView;

/// OpenAI's responses: goes on with a conversation, in the words of its newer API. What a request refers to is kept
/// here.
final class ResponsesEndpoint {
    private static final String LOGPROBS = "message.output_text.logprobs";

    /// What its fields are to guards.
    static final FieldTable FIELDS = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "input"),
                    all(FieldKind.PARTS, "instructions"),
                    all(
                            FieldKind.TEXT,
                            "access_programs background_options context_management conversation image moderation prompt"
                                    + " prompt_cache_options reasoning stream_options text tools"),
                    all(FieldKind.WORD, "include prompt_cache_retention service_tier tool_choice truncation"),
                    all(FieldKind.ID, "previous_response_id"),
                    all(
                            FieldKind.NUMBER,
                            "background max_output_tokens max_tool_calls parallel_tool_calls store stream temperature"
                                    + " top_logprobs top_p"),
                    SharedFields.MODEL,
                    SharedFields.USER,
                    SharedFields.ABOUT),
            SharedFields.CONVERSATION);

    static final Endpoint SPEC = Endpoint.at("/v1/responses", "responses", "chat", "input")
            .generates()
            .namesStored()
            .keepsAnswers()
            .tokens(TokenRules.USUAL.capped("max_output_tokens", null).referring(TokenRules.References.ITEMS))
            .answers(Dialect.RESPONSES)
            .streamFailure(ResponsesEndpoint::failed)
            .guards(GuardRules.of(FIELDS)
                    .showing(ResponsesEndpoint::wantsProbabilities)
                    .answering(EventFormat.RESPONSES))
            .capture(ResponsesEndpoint::capture)
            .openai(UpstreamSupport.relayedOrWritten(ApiFormats.RESPONSES))
            .anthropic(UpstreamSupport.written(ApiFormats.RESPONSES))
            .engine(UpstreamSupport.written(ApiFormats.RESPONSES))
            .build();

    /// The end of a stream that has failed, as a response.
    private static byte[] failed(ApiError error, String id, String model, long pieces) {
        ResponseMetadata head =
                new ResponseMetadata(ApiFormats.RESPONSES.idPrefix() + id, System.currentTimeMillis() / 1000, model);
        return ApiJson.bytes(json -> ResponseFailure.write(json, head, error, pieces));
    }

    /// Tokens with their probabilities would show what is masked in the text.
    private static boolean wantsProbabilities(JsonObjectView body) {
        return includesProbabilities(body) || body.integer("top_logprobs").orElse(0) > 0;
    }

    private static boolean includesProbabilities(JsonObjectView body) {
        JsonElementCursor wanted = body.elements("include");
        while (wanted.next()) {
            if (LOGPROBS.equals(wanted.text())) {
                return true;
            }
        }
        return false;
    }

    /// What spans have of a conversation.
    static void capture(CapturedInput prompt, JsonObjectView body) {
        prompt.system(body, "instructions");
        prompt.turns(body, "input");
    }

    private ResponsesEndpoint() {}
}
