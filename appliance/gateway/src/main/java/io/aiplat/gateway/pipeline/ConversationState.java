package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.api.responses.Compaction;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.stored.ItemList;
import io.aiplat.gateway.stored.ResponseRecorder;
import io.aiplat.governance.StoredResponses;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.ResponseStore;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.JsonEdit;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Server-side conversation state of responses: makes whole what a request only refers to, before anybody looks at
/// it. Guards, limits and prices see the conversation as if the client had sent it, and every kind of server can go
/// on with it.
///
/// @param rule what is kept now
record ConversationState(StoredResponses store, ResponseStore rule) {
    private static final String PREVIOUS = "previous_response_id";
    private static final String INPUT = "input";
    /// In a summary of ours, which only this gateway can read.
    private static final byte[] MARK = Compaction.mark();
    private static final byte[] ID = "\"id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO = "false".getBytes(StandardCharsets.US_ASCII);

    /// What a conversation that is put together takes beside its bytes: as it was read, as it is written, and once
    /// more while it is.
    private static final int COPIES = 3;

    /// A request with its whole conversation.
    ///
    /// @param kept keeps the answer; null where it is not kept
    record Turn(ModelCall call, @Nullable ResponseRecorder kept) {}

    /// @throws ApiException 400 if it goes on with a response that the key has not
    Turn turn(ModelCall call, Responder responder, KeySnapshot key) throws IOException {
        JsonObjectView body = call.json();
        boolean elsewhere = !rule.on() || isSaid(body, "conversation");
        String previous = elsewhere ? null : body.text(PREVIOUS);
        boolean keeps = !elsewhere && call.endpoint().keepsAnswers() && (!isSaid(body, "store") || body.flag("store"));
        if (keeps && body.flag("background") && !body.flag(DroppedParameters.FIELD)) {
            throw new ApiException(ApiError.invalid(
                    400,
                    "unsupported_parameter",
                    "background",
                    "'background' is not supported: an answer is had over the connection it is asked on."
                            + " Leave it out."));
        }
        byte[] before = previous == null ? ItemList.none() : before(previous, responder, key);
        Map<String, byte[]> referenced = elsewhere ? Map.of() : referenced(body, responder, key);
        JsonEdit edit = body.edit();
        if (previous != null || !referenced.isEmpty() || has(body, MARK)) {
            responder.hold(COPIES * ((long) before.length + call.body().length()));
            byte[] input = ItemList.input(before, body, referenced);
            edit.remove(PREVIOUS).set(INPUT, input);
        }
        if (keeps) {
            // It is kept here, so nobody else has to.
            edit.set("store", NO);
        }
        if (edit.isEmpty()) {
            return new Turn(call, null);
        }
        byte[] changed = edit.bytes();
        responder.hold(changed.length);
        if (changed.length > Responder.MAX_BODY_MIB << 20) {
            throw new ApiException(ApiError.invalid(
                    413,
                    "request_too_large",
                    PREVIOUS,
                    "The conversation that is gone on with has grown larger than " + Responder.MAX_BODY_MIB
                            + " MiB. Make it shorter with POST /v1/responses/compact, or begin a new one."));
        }
        ResponseRecorder kept = keeps
                ? new ResponseRecorder(responder, store, key.holder().id(), previous, before, body, referenced)
                : null;
        return new Turn(call.with(changed), kept);
    }

    private byte[] before(String previous, Responder responder, KeySnapshot key) throws IOException {
        int id = key.holder().id();
        long bytes = store.bytes(id, previous);
        if (bytes >= 0) {
            responder.hold(2 * bytes);
        }
        StoredResponses.Stored found = bytes < 0 ? null : store.find(id, previous);
        if (found == null) {
            throw new ApiException(ApiError.invalid(
                    400,
                    "previous_response_not_found",
                    PREVIOUS,
                    "Previous response with id '" + previous + "' not found: this key has none of that name, or its"
                            + " time is over. Send the whole conversation as 'input'."));
        }
        return ItemList.of(found.items(), found.response());
    }

    /// The items of this key's responses that an input refers to by their names alone. Who is not found is refused
    /// by whoever reads the input.
    private Map<String, byte[]> referenced(JsonObjectView body, Responder responder, KeySnapshot key)
            throws IOException {
        if (!has(body, ID)) {
            return Map.of();
        }
        int id = key.holder().id();
        Map<String, byte[]> all = new HashMap<>();
        Map<String, byte[]> last = Map.of();
        for (String name : ItemList.references(body)) {
            if (!last.containsKey(name)) {
                String response = store.with(id, name);
                long bytes = response == null ? -1 : store.bytes(id, response);
                if (response == null || bytes < 0) {
                    continue;
                }
                responder.hold(2 * bytes);
                StoredResponses.Stored found = store.find(id, response);
                last = found == null ? Map.of() : ItemList.output(found.response());
            }
            byte[] item = last.get(name);
            if (item != null) {
                all.put(name, item);
            }
        }
        return all;
    }

    /// Whether something may be among the input.
    private static boolean has(JsonObjectView body, byte[] wanted) {
        return body.kind(INPUT) == JsonKind.ARRAY
                && ByteSearch.find(body.bytes(), body.valueBegin(INPUT), body.valueEnd(INPUT), wanted) >= 0;
    }

    private static boolean isSaid(JsonObjectView body, String name) {
        JsonKind kind = body.kind(name);
        return kind != null && kind != JsonKind.NULL;
    }
}
