package io.aiplat.console.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Frame of the pages: the table of all of them, with the navigation between them.
///
/// A page more is a row here, a file of HTML and a module of its own.
final class PageFrame {
    /// Of two that fit an address, the first is there.
    private static final List<ConsolePage> PAGES = List.of(
            new ConsolePage("/", "Overview", "/", "front.html", "front.js"),
            new ConsolePage("/requests", "Requests", "/requests", "requests.html", "requests.js"),
            new ConsolePage("/requests/{id}", "Request", "/requests", "request.html", "request.js"),
            new ConsolePage("/traces", "Traces", "/traces", "traces.html", "traces.js"),
            new ConsolePage("/traces/sessions", "Sessions", "/traces", "groups.html", "sessions.js"),
            new ConsolePage("/traces/users", "Users", "/traces", "groups.html", "users.js"),
            new ConsolePage("/traces/scores", "Scores", "/traces", "scores.html", "scores.js"),
            new ConsolePage("/traces/sessions/{name}", "Session", "/traces", "session.html", "session.js"),
            new ConsolePage("/traces/{id}", "Trace", "/traces", "trace.html", "trace.js"),
            new ConsolePage("/views", "Views", "/views", "views.html", "views.js"),
            new ConsolePage("/views/{name}", "View", "/views", "view.html", "view.js"),
            new ConsolePage("/alerts", "Alerts", "/alerts", "alerts.html", "alerts.js"));

    private final String frame;

    /// @param frame HTML with places for what differs
    PageFrame(String frame) {
        this.frame = frame;
    }

    /// The page at an address; empty where there is none.
    static Optional<ConsolePage> at(String path) {
        return PAGES.stream().filter(page -> page.isAt(path)).findFirst();
    }

    /// A page in its frame.
    ///
    /// @param content its HTML
    String around(ConsolePage page, String content) {
        return frame.replace("<!--title-->", page.title())
                .replace("<!--module-->", page.module())
                .replace("<!--sections-->", sections(page))
                .replace("<!--pages-->", pages(page))
                .replace("<!--content-->", content);
    }

    private static String sections(ConsolePage current) {
        return PAGES.stream()
                .filter(page -> page.path().equals(page.section()))
                .map(page -> link(page, current, current.section()))
                .collect(Collectors.joining("\n    "));
    }

    /// The pages of a section, where it has more than one.
    private static String pages(ConsolePage current) {
        List<ConsolePage> all = PAGES.stream()
                .filter(page -> page.section().equals(current.section()) && !page.isOne())
                .toList();
        String begin = "<nav class=\"pages\" aria-label=\"" + all.getFirst().title() + "\">\n    ";
        return all.size() < 2
                ? ""
                : all.stream()
                        .map(page -> link(page, current, current.list()))
                        .collect(Collectors.joining("\n    ", begin, "\n  </nav>"));
    }

    /// @param marked path of the page whose link is marked: the current one, or what that belongs to
    private static String link(ConsolePage page, ConsolePage current, String marked) {
        String mark = page.equals(current) ? "page" : "true";
        String attribute = page.path().equals(marked) ? " aria-current=\"" + mark + "\"" : "";
        return "<a href=\"" + page.path() + "\"" + attribute + ">" + page.title() + "</a>";
    }
}
