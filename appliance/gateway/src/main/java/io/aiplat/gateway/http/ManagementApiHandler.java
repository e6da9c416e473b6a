package io.aiplat.gateway.http;

import io.aiplat.gateway.admin.ManagementApi;
import io.aiplat.gateway.admin.ManagementException;
import io.aiplat.gateway.admin.ManagementRequest;
import io.aiplat.gateway.admin.ManagementResponse;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.Role;
import io.aiplat.model.ApplianceException;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// HTTP handler of the management API: everything under `/admin/v1`, for admin keys alone.
public final class ManagementApiHandler {
    /// No question has more than a few names and numbers, and a tree of so much takes some ten megabytes at most.
    private static final int MOST_BYTES = 256 * 1024;

    private final ManagementApi desk;

    public ManagementApiHandler(ManagementApi desk) {
        this.desk = desk;
    }

    /// Whether an address is its.
    public static boolean serves(String path) {
        int length = ManagementApi.ROOT.length();
        return path.startsWith(ManagementApi.ROOT) && (path.length() == length || path.charAt(length) == '/');
    }

    /// Answers.
    ///
    /// @throws ApiException 403 if the key is not an admin's
    public void handle(Exchange exchange, KeySnapshot key) throws IOException {
        if (key.role() != Role.ADMIN) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "admin_key_needed",
                    null,
                    "The key " + key.name() + " is not an admin key. `aiplat keys create NAME --admin` makes one."));
        }
        exchange.of(key.holder().id());
        // A token is shown once, and no cache is to have it.
        exchange.header("cache-control", "no-store");
        try {
            RequestHead head = exchange.head();
            String path = head.path().substring(ManagementApi.ROOT.length());
            reply(
                    exchange,
                    desk.answer(
                            new ManagementRequest(head.method(), path, head.query(), text(exchange.body(MOST_BYTES)))));
        } catch (ManagementException refusal) {
            reply(exchange, refusal);
        }
    }

    private static void reply(Exchange exchange, ManagementResponse answer) throws IOException {
        if (answer.body().isMissingNode()) {
            exchange.reply(answer.status(), List.of());
        } else {
            byte[] bytes = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.reply(answer.status(), ApiJson.TYPE, bytes);
        }
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
