package io.aiplat.governance.spend;

import java.time.LocalDate;

/// What was spent on a day.
///
/// @param day       in UTC; the day on which the requests were asked for
/// @param name      of the key, user, team, model or tag; those that were deleted are still named
/// @param requests  that reached an upstream, or may have
/// @param estimated how many of them the upstream did not count
/// @param input     tokens, the cached ones included
/// @param output    tokens, reasoning included
/// @param cached    tokens of the input that came from an upstream's cache
/// @param micros    micro-units of the currency
/// @param gpu       milliseconds of GPUs of ours that fell to the requests
public record SpendRow(
        LocalDate day,
        String name,
        long requests,
        long estimated,
        long input,
        long output,
        long cached,
        long micros,
        long gpu) {
    /// What was spent where no GPU of ours has worked.
    public SpendRow(
            LocalDate day,
            String name,
            long requests,
            long estimated,
            long input,
            long output,
            long cached,
            long micros) {
        this(day, name, requests, estimated, input, output, cached, micros, 0);
    }

    /// Both together, under this one's day and name.
    ///
    /// @throws ArithmeticException if the money of both does not fit
    public SpendRow plus(SpendRow other) {
        return new SpendRow(
                day,
                name,
                requests + other.requests,
                estimated + other.estimated,
                input + other.input,
                output + other.output,
                cached + other.cached,
                Math.addExact(micros, other.micros),
                gpu + other.gpu);
    }
}
