package io.aiplat.quality.trace.resource;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.quality.trace.TraceQuery;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Parameters of a call for traces, and the forms that times and sums have in answers.
///
/// @param call whose query and asker they are
record TraceParameters(ManagementCall<RequestType.Nothing> call) {
    private static final int USUAL = 20;
    private static final long SECOND_NANOS = 1_000_000_000;

    /// How many are asked for.
    static final JsonType LIMIT =
            JsonType.whole(1, TraceQuery.MOST).described("How many; " + USUAL + " where nothing is said.");

    /// Whose traces are shown; null for all.
    @Nullable
    String ownTeam() {
        return call.principal().role() == PrincipalRole.TEAM_ADMIN
                ? String.valueOf(call.principal().team())
                : null;
    }

    /// A text; null where it is not said.
    @Nullable
    String text(String name) {
        String value = call.query().get(name, "");
        return value.isEmpty() ? null : value;
    }

    /// Whether it is said to be so.
    boolean flag(String name) {
        return call.query().get(name, "false").equals("true");
    }

    /// A moment in nanoseconds since 1970; null where it is not said.
    ///
    /// @throws io.aiplat.management.ManagementException if it is none
    @Nullable
    Long nanos(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant at = Instant.parse(text);
            return Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND_NANOS), at.getNano());
        } catch (DateTimeException | ArithmeticException _) {
            throw ManagementBody.invalid(name, "it is a moment such as 2026-11-30T12:00:00Z, not " + text);
        }
    }

    /// How many are asked for.
    ///
    /// @throws io.aiplat.management.ManagementException if it is no number, too few or too many
    int limit() {
        String text = call.query().get("limit", Integer.toString(USUAL));
        if (!text.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            throw ManagementBody.invalid("limit", "it is a whole number, 1 to " + TraceQuery.MOST);
        }
        return Integer.parseInt(text);
    }

    /// From nanoseconds since 1970.
    static Instant moment(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND_NANOS), Math.floorMod(nanos, SECOND_NANOS));
    }

    /// Between two points in nanoseconds.
    static BigDecimal millis(long from, long to) {
        return BigDecimal.valueOf((to - from) / 1_000, 3);
    }

    /// From millionths of the currency.
    static @Nullable BigDecimal units(@Nullable Long micros) {
        return micros == null ? null : BigDecimal.valueOf(micros, 6);
    }
}
