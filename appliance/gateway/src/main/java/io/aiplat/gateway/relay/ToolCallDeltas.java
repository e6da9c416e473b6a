package io.aiplat.gateway.relay;

import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Tool call deltas of a chat that is passed on, brought into OpenAI's form where a server has another: OpenAI's
/// clients put calls together by their `index`, so that two calls without one, or with the same, become one that is
/// no JSON; and they expect arguments as a text and an id to answer to. What is in that form already is not
/// touched.
final class ToolCallDeltas {
    private static final long NONE = -1;

    /// Calls of one stream that are told apart.
    private static final int MOST = 256;

    private final Map<Long, List<Call>> choices = new HashMap<>();
    private int events;
    private int known;

    /// A call as far as it has come.
    private static final class Call {
        private final long given;
        private final String id;
        private final int event;
        private int depth;
        private boolean begun;
        private boolean text;
        private boolean escaped;

        Call(long given, String id, int event) {
            this.given = given;
            this.id = id;
            this.event = event;
        }

        /// Follows its arguments, without keeping them.
        void add(String arguments) {
            for (int i = 0; i < arguments.length(); i++) {
                char c = arguments.charAt(i);
                if (text) {
                    text = escaped || c != '"';
                    escaped = !escaped && c == '\\';
                } else if (c == '"') {
                    text = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                    begun = true;
                } else if (c == '}' || c == ']') {
                    depth--;
                }
            }
        }

        boolean isWhole() {
            return begun && depth == 0;
        }
    }

    /// An event with calls in OpenAI's form; null where it is in it.
    ///
    /// @param within the member of a choice that has the calls: `delta`, or `message` of an answer in one piece
    byte @Nullable [] mended(JsonObjectView chunk, String within) {
        events++;
        WriteBuffer all = new WriteBuffer(512);
        boolean changed = false;
        JsonElementCursor each = chunk.elements("choices");
        while (each.next()) {
            JsonObjectView choice = each.object();
            JsonObjectView said = choice == null ? null : choice.object(within);
            byte[] calls = choice == null || said == null || said.kind("tool_calls") != JsonKind.ARRAY
                    ? null
                    : calls(said, choice.integer("index").orElse(0), within.equals("delta"));
            all.put(all.length() == 0 ? '[' : ',');
            if (choice == null || said == null || calls == null) {
                all.put(chunk.bytes(), each.begin(), each.end() - each.begin());
            } else {
                changed = true;
                byte[] with = said.edit().set("tool_calls", calls).bytes();
                all.put(choice.edit().set(within, with).bytes());
            }
        }
        return changed ? chunk.edit().set("choices", all.put(']').copy()).bytes() : null;
    }

    private byte @Nullable [] calls(JsonObjectView said, long choice, boolean numbered) {
        List<Call> calls = choices.computeIfAbsent(choice, _ -> new ArrayList<>());
        WriteBuffer all = new WriteBuffer(512);
        boolean changed = false;
        JsonElementCursor pieces = said.elements("tool_calls");
        while (pieces.next()) {
            all.put(all.length() == 0 ? '[' : ',');
            JsonObjectView piece = pieces.object();
            byte[] mended = piece == null || known >= MOST ? null : piece(piece, calls, numbered);
            if (mended == null) {
                all.put(said.bytes(), pieces.begin(), pieces.end() - pieces.begin());
            } else {
                changed = true;
                all.put(mended);
            }
        }
        return changed ? all.put(']').copy() : null;
    }

    private byte @Nullable [] piece(JsonObjectView piece, List<Call> calls, boolean numbered) {
        JsonObjectView function = piece.object("function");
        String id = word(piece, "id");
        String name = function == null ? null : word(function, "name");
        long given = piece.integer("index").orElse(NONE);
        Call call = known(given, id, name, calls);
        boolean begins = call == null;
        if (call == null) {
            known++;
            call = new Call(given, id == null ? "" : id, events);
            calls.add(call);
        }
        var edit = piece.edit();
        int place = calls.indexOf(call);
        if (numbered && given != place) {
            edit.set("index", place);
        }
        if (begins && id == null && name != null) {
            edit.set(
                    "id", "call_" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        }
        if (function != null) {
            String arguments = function.text("arguments");
            byte[] raw = arguments == null ? function.raw("arguments") : null;
            if (raw != null && function.kind("arguments") != JsonKind.NULL) {
                arguments = new String(raw, StandardCharsets.UTF_8);
                edit.set("function", function.edit().set("arguments", arguments).bytes());
            }
            call.add(arguments == null ? "" : arguments);
        }
        return edit.isEmpty() ? null : edit.bytes();
    }

    private @Nullable Call known(long given, @Nullable String id, @Nullable String name, List<Call> calls) {
        Call there = null;
        for (Call call : calls) {
            if (id != null && call.id.equals(id)) {
                return call;
            }
            there = given == NONE || call.given == given ? call : there;
        }
        if (there == null) {
            return null;
        }
        boolean other = id != null && !there.id.isEmpty();
        boolean begins = name == null ? other && given == NONE : other || there.event == events || there.isWhole();
        return begins ? null : there;
    }

    private static @Nullable String word(JsonObjectView json, String name) {
        String word = json.text(name);
        return word == null || word.isEmpty() ? null : word;
    }
}
