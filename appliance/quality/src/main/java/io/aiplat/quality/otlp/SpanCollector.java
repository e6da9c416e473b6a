package io.aiplat.quality.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Collects the spans of one export, and says which of them are none.
final class SpanCollector {
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SPAN = Pattern.compile("[0-9a-f]{16}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    private final List<ReceivedSpan> spans = new ArrayList<>();
    private int rejected;

    /// A span while it is read.
    static final class Draft {
        String trace = "";
        String id = "";
        String parent = "";
        String name = "";
        long started;
        long ended;
        boolean failed;
        String message = "";
        Map<String, Object> attributes = Map.of();
        List<ReceivedSpan.Event> events = new ArrayList<>();
    }

    void add(Draft draft, Map<String, Object> resource, String scope) {
        if (!isId(TRACE, draft.trace, NO_TRACE) || !isId(SPAN, draft.id, NO_SPAN) || draft.started <= 0) {
            rejected++;
            return;
        }
        spans.add(new ReceivedSpan(
                draft.trace,
                draft.id,
                isId(SPAN, draft.parent, NO_SPAN) ? draft.parent : "",
                draft.name,
                draft.started,
                Math.max(draft.started, draft.ended),
                draft.failed,
                draft.message,
                draft.attributes,
                List.copyOf(draft.events),
                resource,
                scope));
    }

    private static boolean isId(Pattern form, String id, String none) {
        return form.matcher(id).matches() && !id.equals(none);
    }

    ExportedSpans all() {
        return new ExportedSpans(spans, rejected);
    }
}
