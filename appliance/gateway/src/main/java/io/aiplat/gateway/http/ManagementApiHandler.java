package io.aiplat.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementDenied;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementResponse;
import io.aiplat.model.ApplianceException;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// HTTP handler of the management API: everything under `/admin/v1`.
public final class ManagementApiHandler {
    /// No question has more than a few names and numbers, and a tree of so much takes some ten megabytes at most.
    private static final int MOST_BYTES = 256 * 1024;

    private final ManagementApi api;

    public ManagementApiHandler(ManagementApi api) {
        this.api = api;
    }

    /// Whether an address is its.
    public static boolean serves(String path) {
        int length = ManagementApi.ROOT.length();
        return path.startsWith(ManagementApi.ROOT) && (path.length() == length || path.charAt(length) == '/');
    }

    /// Answers.
    ///
    /// @throws ApiException 401 without a key or session, 403 if the role does not open what is asked for
    public void handle(Exchange exchange, Authenticator callers) throws IOException {
        // A token is shown once, and no cache is to have it.
        exchange.header("cache-control", "no-store");
        RequestHead head = exchange.head();
        try {
            Authenticator.Administrator caller = callers.administrator(head);
            exchange.of(caller.key().holder().id());
            // Before the body is read: who may not ask sends it in vain.
            ManagementApi.Match match =
                    api.find(caller.principal(), head.method(), head.path().substring(ManagementApi.ROOT.length()));
            reply(exchange, match.answer(head.query(), text(exchange.body(MOST_BYTES))));
        } catch (ManagementDenied denied) {
            throw new ApiException(ApiError.invalid(403, denied.code(), null, String.valueOf(denied.getMessage())));
        } catch (ManagementException refusal) {
            reply(exchange, refusal);
        }
    }

    private static void reply(Exchange exchange, ManagementResponse answer) throws IOException {
        switch (answer) {
            case ManagementResponse.Value(int status, JsonNode body)
            when body.isMissingNode() -> exchange.reply(status, List.of());
            case ManagementResponse.Value(int status, JsonNode body) ->
                exchange.reply(status, ApiJson.TYPE, bytes(body));
            case ManagementResponse.Stream(ManagementResponse.Source source) -> stream(exchange, source);
        }
    }

    /// One value a line, each sent at once.
    private static void stream(Exchange exchange, ManagementResponse.Source source) throws IOException {
        exchange.header("content-type", "application/x-ndjson");
        exchange.begin(200);
        try {
            source.writeTo(value -> {
                byte[] line = bytes(value);
                byte[] ended = Arrays.copyOf(line, line.length + 1);
                ended[line.length] = '\n';
                exchange.write(ended, 0, ended.length);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the stream is cut: the gateway ends", e);
        }
        exchange.end();
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void reply(Exchange exchange, ManagementException refusal) throws IOException {
        if (!refusal.methods().isEmpty()) {
            exchange.header("allow", String.join(", ", refusal.methods()));
        }
        if (refusal.status() >= 500 && refusal.getCause() instanceof ApplianceException cause) {
            FailureReply.log(exchange.id(), ApiError.of(cause), cause);
        }
        exchange.reply(
                refusal.status(), ApiJson.TYPE, refusal.toJson().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(RequestBody body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.bytes(), 0, body.length()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ApiError.invalid(400, "invalid_json", null, "The body is not UTF-8."));
        }
    }
}
