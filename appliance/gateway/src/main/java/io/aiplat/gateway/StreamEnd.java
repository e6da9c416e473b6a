package io.aiplat.gateway;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.TopLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a stream ends whose events have types.
///
/// @param type    of the event
/// @param mark    the type in JSON, which is looked for before anything is parsed
/// @param within  the member that says what was used; null for the event itself
/// @param failure whether it ends without its answer
record StreamEnd(String type, byte[] mark, @Nullable String within, boolean failure) {
    private static final List<StreamEnd> RESPONSES = List.of(
            of("response.completed", "response", false),
            of("response.incomplete", "response", false),
            of("response.failed", "response", true),
            of("error", null, true));
    private static final List<StreamEnd> TRANSCRIPTIONS =
            List.of(of("transcript.text.done", null, false), of("error", null, true));

    private static StreamEnd of(String type, @Nullable String within, boolean failure) {
        return new StreamEnd(type, Bytes.of('"' + type + '"'), within, failure);
    }

    /// The ends of an operation's answers; empty for those that end with `finish_reason` and `[DONE]`.
    static List<StreamEnd> of(Operation operation) {
        return switch (operation) {
            case RESPONSES -> RESPONSES;
            case TRANSCRIPTIONS -> TRANSCRIPTIONS;
            case CHAT, COMPLETIONS, MESSAGES, COUNT_TOKENS, EMBEDDINGS, RERANK -> List.of();
        };
    }

    /// Whether an event may be this. Within a text it cannot look so, because quotes are escaped there.
    boolean isIn(byte[] data, int from, int to) {
        return ByteSearch.find(data, from, to, mark) >= 0;
    }

    /// What has the count of tokens, if the event has it at all.
    @Nullable
    TopLevel counted(@Nullable TopLevel event) {
        return event == null || within == null ? event : event.object(within);
    }
}
