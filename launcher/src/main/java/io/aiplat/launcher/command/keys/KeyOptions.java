package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.model.ApplianceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of what can be changed of a key. What is not given stays as it is.
final class KeyOptions {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,5})([mhd])");

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "30d, 12h, the last day as 2026-12-31 (UTC), or none for never")
    @Nullable
    String expires;

    @CompletesAs(CompletionKind.TAGS)
    @Option(
            names = "--tag",
            paramLabel = "WORD",
            description = "word that its spend is reported by; any number of times; none for no tags")
    @Nullable
    List<String> tags;

    @Option(
            names = "--cache",
            negatable = true,
            description = "let its requests be answered from the response cache, or not")
    @Nullable
    Boolean cache;

    @Option(names = "--shadow", negatable = true, description = "have its limits only report, or not")
    @Nullable
    Boolean shadow;

    /// Adds what was given, as the admin API wants it.
    void writeTo(ObjectNode body, Instant now) {
        limits.writeTo(body);
        LimitOptions.texts(body, "tags", tags);
        if (expires != null) {
            body.put("expires", inFuture(end(expires, now), now));
        }
        if (cache != null) {
            body.put("cache", cache);
        }
        if (shadow != null) {
            body.put("shadow", shadow);
        }
    }

    /// Refuses a key that would have expired when it is made.
    private @Nullable String inFuture(@Nullable String end, Instant now) {
        try {
            if (end != null && Instant.parse(end).isBefore(now)) {
                throw new ApplianceException(CommandProblems.wrongLine(
                        "--expires " + expires + " is past; take a key back at once with: aiplat keys revoke NAME",
                        "aiplat keys"));
            }
        } catch (DateTimeException _) {
            // It is refused with what can be.
            return end;
        }
        return end;
    }

    /// What is neither a length nor a day goes as it is: it may be a time, or is refused with what can be.
    private static @Nullable String end(String word, Instant now) {
        if (word.equals(LimitOptions.NONE)) {
            return null;
        }
        Duration length = length(word);
        if (length != null) {
            return now.plus(length).truncatedTo(ChronoUnit.SECONDS).toString();
        }
        try {
            LocalDate last = LocalDate.parse(word);
            return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
        } catch (DateTimeException e) {
            // No day, or the last there is.
            return word;
        }
    }

    /// A length such as `30d`, `12h`, `15m`; null for anything else.
    static @Nullable Duration length(String word) {
        Matcher form = LENGTH.matcher(word);
        if (!form.matches()) {
            return null;
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
