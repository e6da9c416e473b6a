package io.aiplat.model.spend;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Price of a model, in micro-units of the currency.
/// A request's cost is rounded up once, at its end, so that many small requests are never free. What does not fit
/// into a long on the way there, some two million units, is [#MOST] instead: an overflow refuses and never gives
/// away.
public sealed interface Price {
    /// Costs nothing; its tokens are counted all the same.
    Price FREE = new Free();

    /// The highest cost of one request, in micro-units.
    long MOST = 1_000_000_000_000_000L;

    /// The highest rate, for a million tokens or for an hour, in micro-units.
    long MOST_RATE = 1_000_000_000_000L;

    /// See [#FREE].
    record Free() implements Price {
        @Override
        public long bound(long inputTokens, long outputTokens, Duration gpuTime) {
            return 0;
        }

        @Override
        public long cost(TokenUsage usage, Duration gpuTime) {
            return 0;
        }
    }

    /// By the token.
    ///
    /// @param inputPerMillion       for a million tokens of input; 0.15 units are 150000
    /// @param cachedInputPerMillion for a million of those that the upstream had in its cache
    /// @param cacheWritePerMillion  for a million of those that its cache has learnt
    /// @param outputPerMillion      for a million tokens of output, reasoning included
    record PerToken(long inputPerMillion, long cachedInputPerMillion, long cacheWritePerMillion, long outputPerMillion)
            implements Price {
        private static final long MILLION = 1_000_000;

        public PerToken {
            checked(inputPerMillion);
            checked(cachedInputPerMillion);
            checked(cacheWritePerMillion);
            checked(outputPerMillion);
        }

        /// Where a cache learns for nothing, as most do.
        public PerToken(long inputPerMillion, long cachedInputPerMillion, long outputPerMillion) {
            this(inputPerMillion, cachedInputPerMillion, inputPerMillion, outputPerMillion);
        }

        @Override
        public long bound(long inputTokens, long outputTokens, Duration gpuTime) {
            // Nobody knows beforehand what the cache has, or will learn.
            long input = Math.max(inputPerMillion, Math.max(cachedInputPerMillion, cacheWritePerMillion));
            return total(Rounding.times(inputTokens, input), 0, 0, Rounding.times(outputTokens, outputPerMillion));
        }

        @Override
        public long cost(TokenUsage usage, Duration gpuTime) {
            return total(
                    Rounding.times(usage.plainInput(), inputPerMillion),
                    Rounding.times(usage.cached(), cachedInputPerMillion),
                    Rounding.times(usage.written(), cacheWritePerMillion),
                    Rounding.times(usage.outputTokens(), outputPerMillion));
        }

        private static long total(long input, long cached, long learnt, long output) {
            return Rounding.divided(input + cached + learnt + output, MILLION);
        }
    }

    /// By the time a GPU worked for the request.
    ///
    /// @param micros for one hour of one request
    record PerGpuHour(long micros) implements Price {
        private static final long HOUR = Duration.ofHours(1).toMillis();

        public PerGpuHour {
            checked(micros);
        }

        @Override
        public long bound(long inputTokens, long outputTokens, Duration gpuTime) {
            return Rounding.divided(Rounding.times(Math.max(0, gpuTime.toMillis()), micros), HOUR);
        }

        @Override
        public long cost(TokenUsage usage, Duration gpuTime) {
            return bound(0, 0, gpuTime);
        }
    }

    /// That of whoever answers, where nobody knows yet who does: each figure is the highest of all.
    ///
    /// @param prices at least one
    record Dearest(List<Price> prices) implements Price {
        public Dearest {
            prices = List.copyOf(prices);
            if (prices.isEmpty()) {
                throw new IllegalArgumentException("somebody answers");
            }
        }

        @Override
        public long bound(long inputTokens, long outputTokens, Duration gpuTime) {
            long most = 0;
            for (Price price : prices) {
                most = Math.max(most, price.bound(inputTokens, outputTokens, gpuTime));
            }
            return most;
        }

        @Override
        public long cost(TokenUsage usage, Duration gpuTime) {
            long most = 0;
            for (Price price : prices) {
                most = Math.max(most, price.cost(usage, gpuTime));
            }
            return most;
        }
    }

    /// The price of whoever answers.
    ///
    /// @param prices of all who may
    static Price dearest(Collection<Price> prices) {
        List<Price> different = prices.stream().distinct().toList();
        return switch (different.size()) {
            case 0 -> FREE;
            case 1 -> different.getFirst();
            default -> new Dearest(different);
        };
    }

    /// The most a request can cost.
    ///
    /// @return micro-units, 0 to [#MOST]
    long bound(long inputTokens, long outputTokens, Duration gpuTime);

    /// What a request has cost.
    ///
    /// @return micro-units, 0 to [#MOST]
    long cost(TokenUsage usage, Duration gpuTime);

    private static void checked(long rate) {
        if (rate < 0 || rate > MOST_RATE) {
            throw new IllegalArgumentException("a price has 0 to a million units, not " + Budget.amount(rate));
        }
    }
}
