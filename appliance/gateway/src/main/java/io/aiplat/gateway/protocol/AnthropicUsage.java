package io.aiplat.gateway.protocol;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.wire.json.JsonObjectView;
import org.jspecify.annotations.Nullable;

/// Tokens as Anthropic counts them: what came from the cache and what went into it stand beside the rest of
/// the prompt, and what an event of a stream says replaces what those before it said, unless it is less.
public final class AnthropicUsage {
    /// Four counts have to fit into one.
    private static final long MOST = Integer.MAX_VALUE / 4;

    private long fresh = CountedTokens.UNKNOWN;
    private long cached;
    private long written;
    private long output = CountedTokens.UNKNOWN;

    /// Nothing yet.
    public AnthropicUsage() {}

    /// Takes in what an answer or an event says.
    ///
    /// @param usage null for nothing
    public void add(@Nullable JsonObjectView usage) {
        if (usage == null) {
            return;
        }
        fresh = said(usage, "input_tokens", fresh);
        cached = said(usage, "cache_read_input_tokens", cached);
        written = said(usage, "cache_creation_input_tokens", written);
        output = said(usage, "output_tokens", output);
    }

    private static long said(JsonObjectView usage, String name, long before) {
        long said = CountedTokens.count(usage, name);
        return said > MOST ? before : Math.max(before, said);
    }

    /// All together, as far as it is said.
    public CountedTokens counted() {
        if (fresh < 0) {
            // The parts without the rest are not the prompt.
            return new CountedTokens(CountedTokens.UNKNOWN, output, 0, 0, 0);
        }
        long input = fresh + cached + written;
        return input == 0 && output <= 0 ? CountedTokens.NOTHING : new CountedTokens(input, output, cached, written, 0);
    }

    /// The same in our own vocabulary.
    ///
    /// @param promptBound tokens the prompt has at most
    /// @param guess       tokens of the answer at least, where that is not said
    TokenUsage total(long promptBound, long guess) {
        CountedTokens all = counted();
        return new TokenUsage(
                CountedTokens.or(all.input(), promptBound),
                CountedTokens.or(all.output(), guess),
                all.cached(),
                all.written(),
                null,
                !all.isWhole());
    }
}
