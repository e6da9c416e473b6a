package io.aiplat.routing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Price as gateway.yaml states it: what using a model costs, in the file's base currency.
public sealed interface ConfiguredPrice {
    /// Three upper-case letters: USD, EUR.
    String currency();

    /// By tokens.
    ///
    /// @param input       for so many tokens of the prompt
    /// @param output      for so many tokens of the answer
    /// @param cachedInput for so many tokens of the prompt that the upstream had cached; null as input
    /// @param cacheWrite  for so many tokens of the prompt that the upstream's cache has learnt; null as
    ///                    input
    /// @param tokens      how many tokens the amounts are for, at least 1
    record PerToken(
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal cacheWrite,
            long tokens,
            String currency)
            implements ConfiguredPrice {
        public PerToken {
            Checks.that(input.signum() >= 0 && output.signum() >= 0, "A price is not negative.");
            Checks.that(cachedInput == null || cachedInput.signum() >= 0, "A price is not negative.");
            Checks.that(cacheWrite == null || cacheWrite.signum() >= 0, "A price is not negative.");
            Checks.that(tokens >= 1, "A price is for at least 1 token.");
            Currencies.check(currency);
        }
    }

    /// By the time that the machine computes: local models.
    ///
    /// @param gpuHour for an hour of one request's computing
    record PerGpuHour(BigDecimal gpuHour, String currency) implements ConfiguredPrice {
        public PerGpuHour {
            Checks.that(gpuHour.signum() >= 0, "A price is not negative.");
            Currencies.check(currency);
        }
    }
}
