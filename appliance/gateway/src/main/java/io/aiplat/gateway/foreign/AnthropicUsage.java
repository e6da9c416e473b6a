package io.aiplat.gateway.foreign;

import io.aiplat.models.Usage;
import io.aiplat.wire.json.TopLevel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Tokens as Anthropic counts them: what came from the cache and what went into it stand beside the rest of
/// the prompt, and what an event of a stream says replaces what those before it said.
public final class AnthropicUsage {
    private int fresh;
    private int cached;
    private int written;
    private int output;

    /// Nothing yet.
    public AnthropicUsage() {}

    /// Takes in what an answer or an event says.
    ///
    /// @param usage null for nothing
    public void add(@Nullable TopLevel usage) {
        if (usage == null) {
            return;
        }
        fresh = said(usage, "input_tokens", fresh);
        cached = said(usage, "cache_read_input_tokens", cached);
        written = said(usage, "cache_creation_input_tokens", written);
        output = said(usage, "output_tokens", output);
    }

    private static int said(TopLevel usage, String name, int before) {
        OptionalLong said = usage.integer(name);
        // Four counts have to fit into one.
        return said.isPresent() ? Math.clamp(said.getAsLong(), 0, Integer.MAX_VALUE / 4) : before;
    }

    /// All together.
    public Usage total() {
        return new Usage(fresh + cached + written, output, cached, written, null, false);
    }
}
