package io.aiplat.launcher.settings;

import io.aiplat.store.Decisions;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Provenance of a value that was decided for a home, as a person reads it.
public final class DecidedSource {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;

    private DecidedSource() {}

    /// As in `decided by up, 2026-11-29`: the day is that of this machine.
    public static String of(Decisions.Decision decision) {
        return "decided by " + decision.by() + ", "
                + DAY.format(ZonedDateTime.ofInstant(decision.at(), ZoneId.systemDefault()));
    }
}
