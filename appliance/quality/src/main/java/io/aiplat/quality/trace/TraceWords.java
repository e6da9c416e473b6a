package io.aiplat.quality.trace;

import io.aiplat.quality.observation.Observation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Words of a trace, gathered from its observations in the order in which these come: what is said later holds.
record TraceWords(
        String name,
        @Nullable String user,
        @Nullable String session,
        List<String> tags,
        String environment,
        String service) {
    /// @param before what was known; null for nothing
    static TraceWords of(@Nullable TraceSummary before, List<Observation> added) {
        String name = before == null ? "" : before.name();
        String user = before == null ? null : before.user();
        String session = before == null ? null : before.session();
        String environment = before == null ? "" : before.environment();
        String service = before == null ? "" : before.service();
        Set<String> tags = new LinkedHashSet<>(before == null ? List.of() : before.tags());
        String said = "";
        for (Observation each : added) {
            Observation.About about = each.about();
            // Until its root comes, a trace has the name of what came first.
            if (each.parent().isEmpty() || name.isEmpty()) {
                name = each.name();
            }
            said = about.name().isEmpty() ? said : about.name();
            user = about.user() == null ? user : about.user();
            session = about.session() == null ? session : about.session();
            environment = about.environment().isEmpty() ? environment : about.environment();
            service = service.isEmpty() || each.parent().isEmpty() ? each.service() : service;
            about.tags().forEach(tag -> tags.add(tag.replace('\n', ' ')));
        }
        return new TraceWords(said.isEmpty() ? name : said, user, session, List.copyOf(tags), environment, service);
    }
}
