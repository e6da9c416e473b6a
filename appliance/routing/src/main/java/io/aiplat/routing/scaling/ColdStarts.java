package io.aiplat.routing.scaling;

import io.aiplat.routing.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Registry of cold starts: which routes have servers that are started when somebody asks for them, and by whom.
/// Implementations are safe for several threads.
public interface ColdStarts {
    /// What starts the servers of a source's routes; null where they are started by nobody here. The same for the same
    /// source as long as it has routes.
    @Nullable
    ColdStart of(Origin origin);

    /// How long a request waits for a server to answer; more than nothing.
    Duration patience();

    /// Of a gateway whose servers are all there.
    ColdStarts NONE = new ColdStarts() {
        @Override
        public @Nullable ColdStart of(Origin origin) {
            return null;
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    };
}
