package io.aiplat.gateway.protocol;

import io.aiplat.wire.json.JsonObjectView;
import java.util.OptionalLong;

/// Usage as an upstream reports it, as far as it does. What is not said, or is no count, is [#UNKNOWN] and never 0:
/// an answer whose tokens nobody said has cost something.
///
/// @param input     tokens of the prompt, those from a cache included
/// @param output    tokens generated, those of reasoning included
/// @param cached    how many of the input came from a cache; 0 where that is not said
/// @param written   how many of the input, besides those, a cache has learnt; 0 where that is not said
/// @param reasoning how many of the output were spent on reasoning; 0 where that is not said
public record CountedTokens(long input, long output, long cached, long written, long reasoning) {
    /// Not said.
    public static final long UNKNOWN = -1;

    /// Nothing is said.
    public static final CountedTokens NOTHING = new CountedTokens(UNKNOWN, UNKNOWN, 0, 0, 0);

    /// More tokens than any request has are no count.
    private static final long MOST = Integer.MAX_VALUE / 2;

    /// Reads a `usage` of OpenAI's APIs.
    ///
    /// @param prompt the name of the prompt's tokens there
    /// @param answer the name of the answer's
    /// @param more   the name of the object with details of the prompt
    public static CountedTokens of(JsonObjectView usage, String prompt, String answer, String more) {
        JsonObjectView details = usage.object(more);
        long cached = details == null ? 0 : Math.max(0, count(details, "cached_tokens"));
        JsonObjectView answered = usage.object(answer + "_details");
        long reasoning = answered == null ? 0 : Math.max(0, count(answered, "reasoning_tokens"));
        // A part is no more than the whole; where it is said to be, the whole is at least that.
        long input = atLeast(count(usage, prompt), cached);
        long output = atLeast(count(usage, answer), reasoning);
        long total = count(usage, "total_tokens");
        if (total >= 0 && input >= 0) {
            // Some servers leave reasoning out of the answer's tokens, and none out of the total.
            output = Math.max(output, total - input);
        } else if (total >= 0 && output >= 0) {
            input = Math.max(0, total - output);
        } else if (total >= 0) {
            // How they are divided is unknown, so each may be all.
            input = total;
            output = total;
        }
        if (input == 0 && output <= 0) {
            // No prompt is nothing; servers that do not count say so.
            return NOTHING;
        }
        return new CountedTokens(input, output, Math.max(0, Math.min(cached, input)), 0, reasoning);
    }

    private static long atLeast(long said, long part) {
        return said == UNKNOWN && part <= 0 ? UNKNOWN : Math.max(said, part);
    }

    /// A count that is said; [#UNKNOWN] for what is none.
    static long count(JsonObjectView usage, String name) {
        OptionalLong said = usage.integer(name);
        return said.isPresent() && said.getAsLong() >= 0 && said.getAsLong() <= MOST ? said.getAsLong() : UNKNOWN;
    }

    /// Both together, where the later was said of the same answer: nothing that was said once becomes less.
    public CountedTokens with(CountedTokens later) {
        return new CountedTokens(
                Math.max(input, later.input),
                Math.max(output, later.output),
                Math.max(cached, later.cached),
                Math.max(written, later.written),
                Math.max(reasoning, later.reasoning));
    }

    /// The same before the answer's tokens are known.
    public CountedTokens promptOnly() {
        return new CountedTokens(input, UNKNOWN, cached, written, 0);
    }

    /// Whether both counts are known.
    boolean isWhole() {
        return input > 0 && output >= 0;
    }

    /// Whether neither count is known.
    public boolean isNothing() {
        return input <= 0 && output <= 0;
    }

    /// A count, or what stands in for it.
    public static long or(long said, long otherwise) {
        return said > 0 ? said : otherwise;
    }
}
