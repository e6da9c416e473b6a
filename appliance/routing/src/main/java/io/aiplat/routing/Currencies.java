package io.aiplat.routing;

/// What passes for a currency: three upper-case letters, since credits of a house's own are allowed.
final class Currencies {
    private Currencies() {}

    static void check(String currency) {
        Checks.that(currency.matches("[A-Z]{3}"), "A currency is three upper-case letters, as USD or EUR.");
    }
}
