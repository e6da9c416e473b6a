package io.aiplat.gateway.provider;

import io.aiplat.gateway.call.ModelCall;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import org.jspecify.annotations.Nullable;

/// Media of a conversation: pictures, sound and whatever else its turns have besides texts.
final class MediaBlocks {
    private MediaBlocks() {}

    /// Whether there are any, or anything that another reader might take for some: what stands twice, and what is
    /// neither text nor a list of texts.
    static boolean areIn(ModelCall call) {
        if (call.form() != null) {
            return false;
        }
        JsonElementCursor turns = call.json().elements(call.endpoint().prompt());
        while (turns.next()) {
            JsonObjectView turn = turns.object();
            if (turn != null && (turn.duplicate() != null || isShown(turn))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShown(JsonObjectView turn) {
        JsonKind kind = turn.kind("content");
        if (kind == null || kind == JsonKind.STRING || kind == JsonKind.NULL) {
            return false;
        }
        if (kind != JsonKind.ARRAY) {
            return true;
        }
        JsonElementCursor blocks = turn.elements("content");
        while (blocks.next()) {
            if (!isText(blocks.object())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(@Nullable JsonObjectView block) {
        return block != null && block.duplicate() == null && "text".equals(block.word("type"));
    }
}
