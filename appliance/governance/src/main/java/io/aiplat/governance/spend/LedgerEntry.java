package io.aiplat.governance.spend;

import io.aiplat.model.spend.TokenUsage;
import java.time.Duration;

/// Ledger entry: that so much is reserved for a request, or that so much was spent by it.
///
/// @param kind     what is said
/// @param sequence the reservation's number, never used twice within a journal
/// @param key      the store's number for it
/// @param user     0 if the key has none; so is team
/// @param label    what it is reported by
/// @param micros   reserved or spent
/// @param at       when it was reserved, epoch milliseconds
/// @param input    tokens; of a reservation the upper bound
/// @param output   tokens; of a reservation the cap
/// @param cached   tokens of the input that came from an upstream's cache; 0 of a reservation
/// @param gpu      milliseconds of a GPU that fell to the request; 0 of a reservation
public record LedgerEntry(
        Kind kind,
        long sequence,
        int key,
        int user,
        int team,
        SpendDimension label,
        long micros,
        long at,
        int input,
        int output,
        int cached,
        int gpu) {
    /// One that no GPU of ours has worked for.
    public LedgerEntry(
            Kind kind,
            long sequence,
            int key,
            int user,
            int team,
            SpendDimension label,
            long micros,
            long at,
            int input,
            int output,
            int cached) {
        this(kind, sequence, key, user, team, label, micros, at, input, output, cached, 0);
    }

    private static final long HALF_A_MILLISECOND = 500_000;

    /// What is said.
    public enum Kind {
        /// So much may be spent.
        RESERVED(1),
        /// Spent, by the upstream's own count.
        SETTLED(2),
        /// Spent, by the gateway's count, or all that was reserved because nobody counted.
        ESTIMATED(3),
        /// Given back: the upstream was never called.
        RELEASED(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// As the journal writes it.
        public int code() {
            return code;
        }

        /// The kind that the journal writes so.
        ///
        /// @throws IllegalArgumentException if there is none
        public static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of entry has the code " + code);
        }
    }

    /// Tokens of prompt and answer together; of a reservation the most there can be.
    public long tokens() {
        return (long) input + output;
    }

    /// What ends this reservation: so much was used and spent, dated as the reservation is.
    ///
    /// @param spent in micro-units of the currency
    public LedgerEntry settled(TokenUsage usage, long spent) {
        Kind how = usage.estimated() ? Kind.ESTIMATED : Kind.SETTLED;
        return new LedgerEntry(
                how,
                sequence,
                key,
                user,
                team,
                label,
                spent,
                at,
                bounded(usage.inputTokens()),
                bounded(usage.outputTokens()),
                bounded(usage.cached()));
    }

    /// What ends this reservation where nobody has counted: all of its tokens count as used.
    ///
    /// @param spent in micro-units of the currency
    public LedgerEntry settledInFull(long spent) {
        return new LedgerEntry(Kind.ESTIMATED, sequence, key, user, team, label, spent, at, input, output, 0);
    }

    /// The same, for which a GPU has worked so long.
    public LedgerEntry computing(Duration time) {
        return time.isZero()
                ? this
                : new LedgerEntry(
                        kind,
                        sequence,
                        key,
                        user,
                        team,
                        label,
                        micros,
                        at,
                        input,
                        output,
                        cached,
                        bounded(time.plusNanos(HALF_A_MILLISECOND).toMillis()));
    }

    /// What ends this reservation where nothing was used: no tokens and no money.
    public LedgerEntry released() {
        return new LedgerEntry(Kind.RELEASED, sequence, key, user, team, label, 0, at, 0, 0, 0);
    }

    private static int bounded(long tokens) {
        return (int) Math.min(Integer.MAX_VALUE, tokens);
    }
}
