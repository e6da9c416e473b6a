package io.aiplat.gateway;

import io.aiplat.wire.json.Elements;
import io.aiplat.wire.json.TopLevel;

/// How many tokens a request can have at most, without asking a tokenizer.
///
/// A token of a byte-level vocabulary stands for at least one byte of the prompt, so the bytes of the request
/// are more than its tokens. What does not hold for is pictures, which travel as long base64 and become few
/// tokens, so each counts as [#PICTURE] and its base64 not at all.
final class InputBound {
    /// What the tiling vision models take for their largest picture.
    static final int PICTURE = 4096;

    private static final byte[] BASE64 = Bytes.of("\"base64\"");
    private static final byte[] MARK = Bytes.of(";base64,");

    private InputBound() {}

    /// An upper bound, at least 1.
    static long of(ModelCall call) {
        byte[] bytes = call.body().bytes();
        int length = call.body().length();
        boolean anthropic = call.operation() == Operation.MESSAGES || call.operation() == Operation.COUNT_TOKENS;
        long spared = anthropic && Bytes.find(bytes, 0, length, BASE64) >= 0 ? spared(call.json()) : 0;
        return Math.max(1, of(bytes, length) - spared);
    }

    /// How many bytes more than tokens the pictures of a conversation in Anthropic's words are. They stand
    /// in fields there, which only their place tells from other text.
    private static long spared(TopLevel conversation) {
        long spared = 0;
        Elements turns = conversation.elements("messages");
        while (turns.next()) {
            TopLevel turn = turns.object();
            spared += turn == null ? 0 : spared(turn.elements("content"));
        }
        return spared;
    }

    private static long spared(Elements blocks) {
        long spared = 0;
        while (blocks.next()) {
            TopLevel block = blocks.object();
            String type = block == null ? null : block.text("type");
            if (block != null && "tool_result".equals(type)) {
                spared += spared(block.elements("content"));
            }
            TopLevel source = block != null && "image".equals(type) ? block.object("source") : null;
            if (source != null && "base64".equals(source.text("type"))) {
                spared += Math.max(0, source.valueEnd("data") - source.valueBegin("data") - PICTURE);
            }
        }
        return spared;
    }

    /// An upper bound, at least 1, where pictures stand in `data:` addresses.
    static long of(byte[] bytes, int length) {
        long bound = length;
        for (int mark = Bytes.find(bytes, 0, length, MARK); mark >= 0; ) {
            int begin = mark + MARK.length;
            int end = begin;
            while (end < length && bytes[end] != '"') {
                end++;
            }
            bound += PICTURE - (end - begin);
            mark = Bytes.find(bytes, end, length, MARK);
        }
        return Math.max(1, Math.min(bound, Integer.MAX_VALUE));
    }
}
