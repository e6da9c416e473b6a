package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Error format of an API: how its clients are told of an error.
public enum ErrorFormat {
    /// `{"error":{"message","type","param","code"}}`.
    OPENAI,
    /// `{"type":"error","error":{"type","message"},"request_id"}`.
    ANTHROPIC,
    /// Both at once, for whoever could not say which API is meant. Each client reads its own fields of it.
    EITHER;

    private static final String MESSAGES = "/v1/messages";

    /// The one of an address.
    public static ErrorFormat at(String path) {
        return path.equals(MESSAGES) || path.startsWith(MESSAGES + "/") ? ANTHROPIC : OPENAI;
    }

    /// The body of an error.
    public byte[] json(ApiError error, String requestId) {
        return ApiJson.bytes(json -> write(json, error, requestId));
    }

    /// Writes it.
    public void write(JsonGenerator json, ApiError error, String requestId) throws IOException {
        json.writeStartObject();
        if (this != OPENAI) {
            json.writeStringField("type", "error");
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("type", this == OPENAI ? error.type() : anthropicType(error));
        json.writeStringField("message", error.message());
        if (this != ANTHROPIC) {
            json.writeStringField("param", error.param());
            json.writeStringField("code", error.code());
        }
        json.writeEndObject();
        if (this != OPENAI) {
            json.writeStringField("request_id", requestId);
        }
        json.writeEndObject();
    }

    /// Writes it as an event of a stream, its last.
    public void event(JsonGenerator json, ApiError error, String requestId) throws IOException {
        json.writeRaw(this == ANTHROPIC ? "event: error\ndata: " : "data: ");
        write(json, error, requestId);
        json.writeRaw("\n\n");
    }

    private static String anthropicType(ApiError error) {
        return switch (error.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> error.status() >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
