package io.aiplat.gateway.call;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import org.jspecify.annotations.Nullable;

/// How many tokens a request can have at most, without asking a tokenizer.
///
/// A token of a byte-level vocabulary stands for at least one byte of the prompt, so the bytes of the request
/// are more than its tokens. What does not hold for is pictures, which travel as long base64 or as a short
/// address, so each counts as [#PICTURE] in place of its bytes. A picture is known by its place; what only looks
/// like one is text that the model is shown. Numbers of tokens are read back to a text that has at most so many
/// bytes for each of theirs as [#OF_NUMBERS] says.
public final class InputBound {
    /// What the tiling vision models take for their largest picture.
    static final int PICTURE = 4096;

    /// As `surface.Texts` holds.
    private static final int OF_NUMBERS = 2;

    /// Models make some ten tokens of a second of speech, and no codec in use has less than 640 bytes of one.
    private static final int AUDIO_BYTES_OF_A_TOKEN = 64;

    /// A part of all names of pictures.
    private static final byte[] NAME = Bytes.of("image");

    /// Pictures in their places.
    private int known;

    private InputBound() {}

    /// An upper bound, at least 1. For a request that repeats a part of it for the model it is not one.
    public static long of(ModelCall call) {
        return of(call, 0);
    }

    /// The same where there may be pictures in places that are none of theirs.
    ///
    /// @param pictures there may be, those in their places included
    static long of(ModelCall call, int pictures) {
        int length = call.body().length();
        return call.form() == null
                ? call.endpoint().tokens().besides() + of(call.endpoint(), call.json(), length, pictures)
                : Math.max(1, length / AUDIO_BYTES_OF_A_TOKEN);
    }

    static long of(Endpoint endpoint, JsonObjectView json, int length, int pictures) {
        InputBound bound = new InputBound();
        long spared = ByteSearch.find(json.bytes(), 0, length, NAME) >= 0
                ? bound.spared(json.elements(endpoint.prompt()))
                : 0;
        return Math.max(1, (length - spared) * (hasNumbers(endpoint, json) ? OF_NUMBERS : 1))
                + Math.max(0, pictures - bound.known) * (long) PICTURE;
    }

    private static boolean hasNumbers(Endpoint endpoint, JsonObjectView json) {
        if (!endpoint.tokens().numbers()) {
            return false;
        }
        JsonElementCursor texts = json.elements(endpoint.prompt());
        while (texts.next()) {
            if (texts.kind() == JsonKind.NUMBER || texts.kind() == JsonKind.ARRAY) {
                return true;
            }
        }
        return false;
    }

    /// How many bytes the pictures of a conversation have more than they count as.
    private long spared(JsonElementCursor turns) {
        long spared = 0;
        while (turns.next()) {
            JsonObjectView turn = turns.object();
            if (turn != null) {
                spared += inBlocks(turn.elements("content"), true) + inBlocks(turn.elements("output"), true);
            }
        }
        return spared;
    }

    /// @param outermost whether blocks in these are looked into. What a tool gave is no block in what a tool gave,
    ///     and each further level would be gone through once more
    private long inBlocks(JsonElementCursor blocks, boolean outermost) {
        long spared = 0;
        while (blocks.next()) {
            JsonObjectView block = blocks.object();
            if (block != null) {
                String type = block.word("type");
                spared += outermost && "tool_result".equals(type)
                        ? inBlocks(block.elements("content"), false)
                        : ofPicture(block, type);
            }
        }
        return spared;
    }

    /// Pictures as OpenAI's APIs and Anthropic's have them; 0 for what is none.
    private int ofPicture(JsonObjectView block, @Nullable String type) {
        if (isPicture(type)) {
            known++;
        }
        return switch (type) {
            case "image" -> bytes(block.object("source"), "data") - PICTURE;
            case "image_url" ->
                (block.object("image_url") == null
                                ? bytes(block, "image_url")
                                : bytes(block.object("image_url"), "url"))
                        - PICTURE;
            case "input_image" -> bytes(block, "image_url") - PICTURE;
            case null, default -> 0;
        };
    }

    private static boolean isPicture(@Nullable String type) {
        return "image".equals(type) || "image_url".equals(type) || "input_image".equals(type);
    }

    private static int bytes(@Nullable JsonObjectView object, String name) {
        return object == null ? 0 : object.valueEnd(name) - object.valueBegin(name);
    }
}
