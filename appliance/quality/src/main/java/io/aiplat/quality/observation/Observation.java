package io.aiplat.quality.observation;

import io.aiplat.model.spend.TokenUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Observation: what one span says, in one vocabulary, whichever library made it.
///
/// @param trace       32 hexadecimal digits
/// @param id          16 hexadecimal digits
/// @param parent      16 hexadecimal digits; empty for the root of a trace
/// @param started     nanoseconds since 1970
/// @param ended       nanoseconds since 1970
/// @param level       `DEBUG`, `DEFAULT`, `WARNING` or `ERROR`
/// @param message     why it failed, or what else is to be known; empty for nothing
/// @param model       that answered, or was asked; null where none was
/// @param provider    of the model; null where nobody says
/// @param usage       of the model; nothing where nobody says
/// @param micros      what it cost, as the program says, in millionths of the currency; null where it does not
/// @param about       what it says of its whole trace
/// @param service     name of the program; empty where it is not said
/// @param input       as text or JSON; empty where it is not recorded
/// @param output      as text or JSON; empty where it is not recorded
/// @param attributes  all that has no place of its own here
public record Observation(
        String trace,
        String id,
        String parent,
        String name,
        ObservationType type,
        long started,
        long ended,
        String level,
        String message,
        @Nullable String model,
        @Nullable String provider,
        TokenUsage usage,
        @Nullable Long micros,
        About about,
        String service,
        String input,
        String output,
        Map<String, Object> attributes) {
    /// What a span says of its whole trace.
    ///
    /// @param name        of the trace; empty where it is that of its root
    /// @param user        for whom it was done; null where nobody says
    /// @param session     that it is a part of; null where nobody says
    /// @param tags        in their order
    /// @param environment such as `production`; empty where nobody says
    public record About(
            String name, @Nullable String user, @Nullable String session, List<String> tags, String environment) {
        public About {
            tags = List.copyOf(tags);
        }
    }

    /// The same, with what it cost.
    ///
    /// @param cost in millionths of the currency
    public Observation costing(long cost) {
        return new Observation(
                trace,
                id,
                parent,
                name,
                type,
                started,
                ended,
                level,
                message,
                model,
                provider,
                usage,
                cost,
                about,
                service,
                input,
                output,
                attributes);
    }

    /// The same, without what was said.
    public Observation withoutWords() {
        return new Observation(
                trace, id, parent, name, type, started, ended, level, "", model, provider, usage, micros, about,
                service, "", "", Map.of());
    }

    /// Whether it failed.
    public boolean failed() {
        return level.equals("ERROR");
    }
}
