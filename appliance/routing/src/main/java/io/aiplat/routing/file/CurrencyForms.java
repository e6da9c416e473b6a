package io.aiplat.routing.file;

import io.aiplat.config.ConfigParse;
import io.aiplat.config.MapForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.routing.ExchangeRate;
import io.aiplat.routing.RoutingProblems;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways of writing a currency, and what currencies are worth.
final class CurrencyForms {
    static final String BASE = "base";

    static final ValueForm<String> CODE = new ScalarForm<>("three upper-case letters, as USD or EUR", (text, _) -> {
        if (!ExchangeRate.isCurrency(text)) {
            throw new IllegalArgumentException("is no currency.");
        }
        return text;
    });

    static final ValueForm<BigDecimal> RATE =
            new ScalarForm<>("what one unit is worth in the base, as 1.08, above zero", (text, _) -> {
                BigDecimal rate = ScalarForms.amount(text);
                if (rate.signum() == 0) {
                    throw new IllegalArgumentException("is nothing.");
                }
                return rate;
            });

    /// The currency of an amount: what one unit of it is worth in the base.
    static final ValueForm<ExchangeRate> OF_AMOUNT = new OfAmount();

    /// A base, and what others are worth in it, both of which the reading knows by then.
    static final ValueForm<CurrencyConversion> RATES = new RatesForm();

    private CurrencyForms() {}

    private record OfAmount() implements ValueForm<ExchangeRate> {
        @Override
        public String words() {
            return CODE.words();
        }

        /// What is not written is not what the table says, but what the file says its base is.
        @Override
        public @Nullable ExchangeRate read(YamlNode node, String path, ConfigParse reading) {
            String currency = reading.hasNoted(path)
                    ? CODE.read(node, path, reading)
                    : CurrencyConversion.of(reading).usual();
            return currency == null ? null : CurrencyConversion.of(reading).rate(currency, path);
        }
    }

    /// Both of `base: USD` and of `EUR: 1.08`.
    private record BaseOrRate() implements ValueForm<Object> {
        @Override
        public String words() {
            return CODE.words() + ", or " + RATE.words();
        }

        @Override
        public @Nullable Object read(YamlNode node, String path, ConfigParse reading) {
            return (path.endsWith("." + BASE) ? CODE : RATE).read(node, path, reading);
        }
    }

    /// What a section states; null where it is refused.
    static CurrencyConversion.@Nullable Rates rates(YamlNode node, String path, ConfigParse reading) {
        return RatesForm.rates(node, path, reading);
    }

    private record RatesForm() implements ValueForm<CurrencyConversion> {
        private static final MapForm<Object> NAMES =
                new MapForm<>("a base and rates, as `{base: USD, EUR: 1.08}`", new BaseOrRate());

        @Override
        public String words() {
            return NAMES.words();
        }

        @Override
        public @Nullable CurrencyConversion read(YamlNode node, String path, ConfigParse reading) {
            return rates(node, path, reading) == null ? null : CurrencyConversion.of(reading);
        }

        private static CurrencyConversion.@Nullable Rates rates(YamlNode node, String path, ConfigParse reading) {
            int before = reading.reportCount();
            Map<String, Object> names = NAMES.read(node, path, reading);
            if (names == null || names.isEmpty()) {
                return reading.reportCount() > before ? null : CurrencyConversion.Rates.NONE;
            }
            String base = names.get(BASE) instanceof String stated ? stated : CurrencyConversion.USUAL;
            Map<String, BigDecimal> others = new HashMap<>();
            names.forEach((name, value) -> {
                if (value instanceof BigDecimal rate) {
                    check(name, base, path + "." + name, reading);
                    others.put(name, rate);
                }
            });
            return reading.reportCount() > before ? null : new CurrencyConversion.Rates(base, others);
        }

        private static void check(String name, String base, String path, ConfigParse reading) {
            if (!ExchangeRate.isCurrency(name)) {
                reading.report(RoutingProblems.invalidValue(
                        path,
                        reading.placeOf(path),
                        "'" + ConfigParse.shown(name) + "' is neither `base` nor a currency.",
                        CODE.words()));
            } else if (name.equals(base)) {
                reading.report(RoutingProblems.invalidValue(
                        path,
                        reading.placeOf(path),
                        "It is the base, in which the others' worth is said.",
                        "rates of other currencies only"));
            }
        }
    }
}
