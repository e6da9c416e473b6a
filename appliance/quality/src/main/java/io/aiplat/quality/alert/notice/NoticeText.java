package io.aiplat.quality.alert.notice;

import java.util.Locale;
import java.util.stream.Collectors;

/// Messages for people, as plain text.
final class NoticeText {
    private static final int MOST_TITLE = 150;

    private NoticeText() {}

    /// One line, without characters that could end it.
    static String title(AlertNotice notice) {
        NoticedAlert first = notice.alerts().getFirst();
        long firing =
                notice.alerts().stream().filter(alert -> alert.ended() == null).count();
        int all = notice.alerts().size() + notice.truncated();
        String state = firing == 0 ? "RESOLVED" : "FIRING";
        return line("[" + state + (all > 1 ? ":" + all : "") + "] " + first.summary());
    }

    private static String line(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.length() <= MOST_TITLE
                ? line
                : line.substring(
                                0,
                                line.offsetByCodePoints(0, Math.min(MOST_TITLE, line.codePointCount(0, line.length()))))
                        + "…";
    }

    /// All of them, a paragraph each.
    static String body(AlertNotice notice) {
        String alerts = notice.alerts().stream().map(NoticeText::paragraph).collect(Collectors.joining("\n"));
        String more = notice.truncated() == 0 ? "" : "\n" + notice.truncated() + " more are not shown.\n";
        return alerts + more + "\naiplat alerts shows more; " + notice.console() + "\n";
    }

    private static String paragraph(NoticedAlert alert) {
        StringBuilder text = new StringBuilder();
        text.append(alert.status().toUpperCase(Locale.ROOT)).append(": ").append(alert.summary());
        String description = alert.annotations().getOrDefault("description", "");
        if (!description.isEmpty()) {
            text.append('\n').append(description);
        }
        text.append("\nsince ").append(alert.started());
        if (alert.ended() != null) {
            text.append(", until ").append(alert.ended());
        }
        text.append('\n');
        alert.labels()
                .forEach((name, value) -> text.append("  ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        return text.toString();
    }
}
