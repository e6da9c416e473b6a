package io.aiplat.quality.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Summary of a trace: what its observations are together.
///
/// Tokens and cost are those of the innermost observations of models: where a library traces a call, and the client
/// that
/// it uses does so as well, the call is counted once.
///
/// @param trace        32 hexadecimal digits
/// @param name         of the trace, or of its root
/// @param started      nanoseconds since 1970, of its first observation
/// @param ended        nanoseconds since 1970, of its last observation
/// @param user         for whom it was done; null where nobody says
/// @param session      that it is a part of; null where nobody says
/// @param tags         in their order
/// @param environment  such as `production`; empty where nobody says
/// @param service      name of the program; empty where it is not said
/// @param sender       whose key it came with
/// @param observations how many it has
/// @param failed       how many of them failed
/// @param input        tokens
/// @param output       tokens
/// @param micros       cost in millionths of the currency; null where no observation has one
public record TraceSummary(
        String trace,
        String name,
        long started,
        long ended,
        @Nullable String user,
        @Nullable String session,
        List<String> tags,
        String environment,
        String service,
        TraceSender sender,
        int observations,
        int failed,
        long input,
        long output,
        @Nullable Long micros) {
    public TraceSummary {
        tags = List.copyOf(tags);
    }
}
