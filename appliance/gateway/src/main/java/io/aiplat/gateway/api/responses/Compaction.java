package io.aiplat.gateway.api.responses;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Context compaction: a conversation is summed up by its model, and the summary is carried on in its place, as an
/// item that clients keep and send back. Whoever has the conversation may read its summary, so it is not encrypted:
/// every gateway can read it, after a restart too, and what looks at texts sees it.
public final class Compaction {
    /// What the model is asked.
    static final String WISH = """
            Sum up the conversation so far, so that it can be carried on from the summary alone. Say what was asked \
            and decided, what was done and found (files, commands, names, numbers and texts that will be needed, word \
            for word), what is still to be done, and what the user wants kept to. Write the summary and nothing \
            else; call no tools.""";

    /// Bytes of that at most, with what goes around it.
    public static final int WISH_BYTES = 1024;

    /// What the summary begins with where the conversation goes on.
    static final String HEADING = "Summary of the conversation so far:\n";

    private static final String MARK = "aiplat-summary-1:";
    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

    private Compaction() {}

    /// What all summaries of ours have in a body, as bytes.
    public static byte[] mark() {
        return MARK_BYTES.clone();
    }

    /// A summary as clients keep it.
    static String opaque(String summary) {
        return MARK + summary;
    }

    /// What a model is shown of an item that carries a summary; null where it is none of ours.
    ///
    /// @param type    of the item; null for none
    /// @param content what it calls encrypted
    public static @Nullable String shown(@Nullable String type, String content) {
        return type != null && type.contains("compaction") && content.startsWith(MARK)
                ? HEADING + content.substring(MARK.length())
                : null;
    }
}
