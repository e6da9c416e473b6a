package io.aiplat.routing.file;

import io.aiplat.config.ConfigParse;
import io.aiplat.config.YamlNode;
import io.aiplat.routing.ExchangeRate;
import io.aiplat.routing.RoutingProblems;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Currency conversion of one reading: the base that prices and budgets are brought to, and the rates for it.
/// Without the section `currency` the base is the one currency that the file uses.
final class CurrencyConversion {
    /// Where neither an amount nor a base says otherwise.
    static final String USUAL = "USD";

    private final ConfigParse reading;
    private Rates stated = Rates.NONE;
    private boolean damaged;
    private @Nullable Only only;

    /// What the section `currency` says.
    ///
    /// @param base   empty where nothing is stated
    /// @param others by currency, what one unit of it is worth in the base
    record Rates(String base, Map<String, BigDecimal> others) {
        static final Rates NONE = new Rates("", Map.of());

        Rates {
            others = Map.copyOf(others);
        }

        boolean isNone() {
            return base.isEmpty();
        }
    }

    /// The currency of a file without rates, and where it stands first.
    private record Only(String currency, String place) {}

    private CurrencyConversion(ConfigParse reading) {
        this.reading = reading;
    }

    /// The one of a reading.
    static CurrencyConversion of(ConfigParse reading) {
        return reading.shared(CurrencyConversion.class, CurrencyConversion::new);
    }

    /// Takes the section, before any amount is read.
    void state(YamlNode section) {
        Rates read = CurrencyForms.rates(section, "currency", reading);
        damaged = read == null;
        stated = read == null ? Rates.NONE : read;
    }

    /// The one currency that all is counted in; empty as long as nothing states any.
    String base() {
        return only == null ? stated.base : only.currency;
    }

    /// What holds for an amount without a currency.
    String usual() {
        return stated.isNone() ? USUAL : stated.base;
    }

    /// The rate of an amount's currency; null where there is none, which is reported.
    ///
    /// @param path of the amount's `currency`, be it written or not
    @Nullable
    ExchangeRate rate(String currency, String path) {
        boolean written = reading.hasNoted(path);
        String amount = path.substring(0, path.lastIndexOf('.'));
        String place = reading.placeOf(written ? path : amount);
        if (damaged) {
            // The file is refused, and which rates it has nobody can tell.
            return new ExchangeRate(currency, BigDecimal.ONE);
        }
        if (only == null) {
            only = stated.isNone() ? new Only(currency, place) : new Only(stated.base, reading.placeOf("currency"));
        }
        BigDecimal rate = currency.equals(only.currency) ? BigDecimal.ONE : stated.others.get(currency);
        if (rate == null) {
            reading.report(RoutingProblems.currencyWithoutRate(
                    written ? path : amount,
                    written ? "Stated by " + place : place + " names none, which means " + currency,
                    currency,
                    only.currency,
                    only.place));
            return null;
        }
        return new ExchangeRate(only.currency, rate);
    }
}
