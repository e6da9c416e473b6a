package io.aiplat.launcher.command.gitops;

import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.store.gitops.GitopsChange;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import io.aiplat.store.gitops.GitopsStatus;
import io.aiplat.store.gitops.GitopsTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sources as people and programs read them.
final class GitopsText {
    private static final int SHORT = 12;
    private static final String DIGEST = "sha256:";

    private GitopsText() {}

    /// One line for each; how to begin where there is none.
    static String table(List<GitopsSource> sources, List<GitopsStatus> statuses, Instant now) {
        if (sources.isEmpty()) {
            return "No source is followed. Begin with one: aiplat gitops add NAME --from FOLDER or the address of a"
                    + " repository.\n";
        }
        Table table = new Table("NAME", "FROM", "REVISION", "STATE", "LOOKED", "INTERVAL");
        for (int i = 0; i < sources.size(); i++) {
            GitopsSource source = sources.get(i);
            GitopsStatus status = statuses.get(i);
            table.row(
                    source.name(),
                    from(source),
                    revision(status.applied()),
                    state(source, status),
                    ago(status.lookedAt(), now),
                    time(Duration.ofSeconds(source.intervalSeconds())));
        }
        return table.toText();
    }

    /// All that is known of one.
    static String details(GitopsSource source, GitopsStatus status, Instant now) {
        StringBuilder text = new StringBuilder();
        line(text, "source", source.name());
        line(text, "from", from(source));
        line(text, "folder", source.path().isEmpty() ? "all of it" : source.path());
        line(text, "opened by", opened(source));
        line(
                text,
                "looked at",
                ago(status.lookedAt(), now) + ", every " + time(Duration.ofSeconds(source.intervalSeconds())));
        line(
                text,
                "revision",
                revision(status.applied())
                        + (status.seen().equals(status.applied())
                                ? ""
                                : ", and the source has " + revision(status.seen())));
        line(
                text,
                "state",
                state(source, status) + (status.objects() == 0 ? "" : ", " + status.objects() + " objects"));
        status.waiting().forEach(waiting -> line(text, "", waiting));
        GitopsTrouble problem = status.problem();
        if (problem != null) {
            text.append('\n').append(problem.problem().toText());
        }
        if (!status.history().isEmpty()) {
            text.append('\n').append(history(status));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String title, String words) {
        text.append("%-11s %s%n".formatted(title, words));
    }

    private static String history(GitopsStatus status) {
        Table table = new Table("WHEN", "REVISION", "BECAUSE", "CHANGED", "RESULT");
        for (GitopsChange change : status.history()) {
            table.row(
                    change.at().toString().replaceFirst("\\.\\d+Z$", "Z"),
                    revision(change.revision()),
                    change.cause().name().toLowerCase(Locale.ROOT),
                    changed(change),
                    result(change));
        }
        return table.toText();
    }

    private static String changed(GitopsChange change) {
        List<String> parts = new ArrayList<>();
        part(parts, "", change.changed());
        part(parts, "deleted ", change.removed());
        part(parts, "kept ", change.kept());
        return parts.isEmpty() ? "-" : String.join("; ", parts);
    }

    private static void part(List<String> parts, String verb, List<String> words) {
        if (!words.isEmpty()) {
            String more = words.size() > 3 ? " and " + (words.size() - 3) + " more" : "";
            parts.add(verb + String.join(", ", words.subList(0, Math.min(3, words.size()))) + more);
        }
    }

    private static String result(GitopsChange change) {
        Instant ready = change.readyAt();
        return ready == null
                ? change.result()
                : change.result() + ", ready after " + time(Duration.between(change.at(), ready));
    }

    /// `from`, with what is followed of a repository.
    static String from(GitopsSource source) {
        return source.reference() == Reference.HEAD
                ? source.from()
                : source.from() + " (" + source.reference().name().toLowerCase(Locale.ROOT) + " "
                        + revision(source.referenceName()) + ")";
    }

    private static String opened(GitopsSource source) {
        return switch (source.credential()) {
            case NONE -> source.git() ? "nothing, or what this machine's ssh has" : "nothing";
            case TOKEN -> "a token of " + source.user() + ": ***";
            case SSH_KEY -> "a key of ssh: ***";
        };
    }

    /// What is shown of a revision.
    static String revision(String revision) {
        if (revision.isEmpty()) {
            return "-";
        }
        boolean digest = revision.startsWith(DIGEST);
        String digits = digest ? revision.substring(DIGEST.length()) : revision;
        boolean long40 = digits.matches("[0-9a-f]{40}|[0-9a-f]{64}");
        return (digest ? DIGEST : "") + (long40 ? digits.substring(0, SHORT) : digits);
    }

    /// How it is, in a word.
    static String state(GitopsSource source, GitopsStatus status) {
        String word = status.phase().name().toLowerCase(Locale.ROOT);
        GitopsTrouble problem = status.problem();
        String why = problem == null ? "" : " (" + problem.code() + ")";
        return source.suspended() ? "suspended" : word + why;
    }

    private static String ago(@Nullable Instant then, Instant now) {
        return then == null ? "never" : time(Duration.between(then, now)) + " ago";
    }

    private static String time(Duration span) {
        Duration positive = span.isNegative() ? Duration.ZERO : span;
        return positive.toHours() == 0
                ? Quantity.time(positive)
                : positive.toHours() + " h " + positive.toMinutesPart() + " min";
    }

    /// The same for programs.
    static Map<String, Object> json(GitopsSource source, GitopsStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", source.name());
        json.put("from", source.from());
        json.put("git", source.git());
        json.put("reference", source.reference().name().toLowerCase(Locale.ROOT));
        json.put("reference_name", source.referenceName());
        json.put("path", source.path());
        json.put("interval_seconds", source.intervalSeconds());
        json.put("credential", source.credential() == Credential.NONE ? "" : "***");
        json.put("suspended", source.suspended());
        json.put(
                "state",
                source.suspended() ? "suspended" : status.phase().name().toLowerCase(Locale.ROOT));
        json.put("seen", status.seen());
        json.put("applied", status.applied());
        json.put("looked_at", String.valueOf(status.lookedAt() == null ? "" : status.lookedAt()));
        json.put("next_at", String.valueOf(status.nextAt() == null ? "" : status.nextAt()));
        json.put("failures", status.failures());
        json.put("objects", status.objects());
        json.put("waiting", status.waiting());
        json.put("conditions", List.of(condition(status)));
        json.put("history", status.history().stream().map(GitopsText::json).toList());
        return json;
    }

    private static Map<String, Object> condition(GitopsStatus status) {
        GitopsTrouble problem = status.problem();
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", "Ready");
        condition.put(
                "status",
                switch (status.phase()) {
                    case READY -> "True";
                    case NEW -> "Unknown";
                    case PROGRESSING, FAILED -> "False";
                });
        condition.put("reason", problem == null ? status.phase().name() : problem.code());
        condition.put(
                "message",
                problem == null ? String.join(" ", status.waiting()) : problem.what() + ": " + problem.why());
        condition.put("fixes", problem == null ? List.of() : problem.fixes());
        return condition;
    }

    private static Map<String, Object> json(GitopsChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("revision", change.revision());
        json.put("at", change.at().toString());
        json.put("cause", change.cause().name().toLowerCase(Locale.ROOT));
        json.put("changed", change.changed());
        json.put("removed", change.removed());
        json.put("kept", change.kept());
        json.put("result", change.result());
        Instant ready = change.readyAt();
        json.put("ready_at", ready == null ? "" : ready.toString());
        return json;
    }
}
