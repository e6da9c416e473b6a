package io.aiplat.gateway.call;

import org.jspecify.annotations.Nullable;

/// Rules by which the tokens of an endpoint's requests are bounded.
///
/// @param cap         the name that its API has for the most tokens of an answer, the newer of two
/// @param olderCap    the older of two; null where there is one
/// @param writesCap   whether the API takes such a bound at all
/// @param wishesUsage whether a stream is counted only for who wishes it (`stream_options`)
/// @param each        the field whose texts are each asked about; null where all of them are one prompt
/// @param repeated    the field that is shown with each of those texts; null for none
/// @param numbers     whether the prompt may be numbers of tokens
/// @param references  what of a prompt may stand for more than its bytes
/// @param besides     bytes that the model is shown besides the request
/// @param hears       whether what it answers is no more than what it is shown: a recording as a text
public record TokenRules(
        String cap,
        @Nullable String olderCap,
        boolean writesCap,
        boolean wishesUsage,
        @Nullable TokenField each,
        @Nullable String repeated,
        boolean numbers,
        References references,
        int besides,
        boolean hears) {
    /// Those of a request that has one prompt in plain text.
    public static final TokenRules USUAL =
            new TokenRules("max_tokens", null, true, false, null, null, false, References.NONE, 0, false);

    /// What of a prompt may stand for more than its bytes.
    public enum References {
        /// Nothing.
        NONE,
        /// Blocks of a conversation that name files and recordings.
        BLOCKS,
        /// The same, and items that name earlier ones.
        ITEMS,
        /// Anthropic's blocks, in which what a model gave to a tool stands under people's own names.
        ANTHROPIC,
        /// Parts of a form.
        PARTS;

        /// Whether they are in a conversation.
        boolean isConversation() {
            return this == BLOCKS || this == ITEMS || this == ANTHROPIC;
        }
    }

    /// With other names for the most tokens of an answer.
    ///
    /// @param older null where there is one name
    public TokenRules capped(String newer, @Nullable String older) {
        return new TokenRules(
                newer, older, writesCap, wishesUsage, each, repeated, numbers, references, besides, hears);
    }

    /// Where the API takes no bound.
    public TokenRules uncapped() {
        return new TokenRules(cap, olderCap, false, wishesUsage, each, repeated, numbers, references, besides, hears);
    }

    /// Where a stream is counted only for who wishes it.
    public TokenRules countedOnWish() {
        return new TokenRules(cap, olderCap, writesCap, true, each, repeated, numbers, references, besides, hears);
    }

    /// Where each text is asked about by itself.
    ///
    /// @param field of the texts
    /// @param with  the field that is shown with each of them; null for none
    public TokenRules each(TokenField field, @Nullable String with) {
        return new TokenRules(cap, olderCap, writesCap, wishesUsage, field, with, numbers, references, besides, hears);
    }

    /// Where a prompt may be numbers of tokens.
    public TokenRules takingNumbers() {
        return new TokenRules(cap, olderCap, writesCap, wishesUsage, each, repeated, true, references, besides, hears);
    }

    /// Where a prompt may stand for more than its bytes.
    public TokenRules referring(References what) {
        return new TokenRules(cap, olderCap, writesCap, wishesUsage, each, repeated, numbers, what, besides, hears);
    }

    /// Where the model is shown more than the request.
    public TokenRules besides(int bytes) {
        return new TokenRules(cap, olderCap, writesCap, wishesUsage, each, repeated, numbers, references, bytes, hears);
    }

    /// Where the answer is no more than what is shown.
    public TokenRules hearing() {
        return new TokenRules(
                cap, olderCap, writesCap, wishesUsage, each, repeated, numbers, references, besides, true);
    }

    /// Whether a name is one of those that the API has for the most tokens of an answer.
    boolean isCap(String name) {
        return name.equals(cap) || name.equals(olderCap);
    }
}
