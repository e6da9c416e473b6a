package io.aiplat.host;

import io.aiplat.model.EngineFacts;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks for an engine that answers, and says why none can be used.
final class EngineLook {
    /// A busy engine with many containers takes seconds to answer; a dead one refuses at once.
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Clock clock;
    private final String user;

    EngineLook(Clock clock, String user) {
        this.clock = clock;
        this.user = user;
    }

    /// What was found.
    ///
    /// @param endpoint that answered; null where none did
    record Found(@Nullable EngineEndpoint endpoint, EngineFacts facts) {}

    /// Tries one after the other. The first that answers wins, then the most telling of the problems.
    Found look(List<EngineEndpoint> candidates) {
        Problem telling = null;
        List<String> dead = new ArrayList<>();
        for (EngineEndpoint candidate : candidates) {
            if (candidate instanceof EngineEndpoint.Unix unix && !unix.given() && !Files.exists(unix.socket())) {
                continue;
            }
            try {
                return new Found(candidate, ask(candidate));
            } catch (IOException e) {
                if (denied(candidate)) {
                    telling = telling == null ? HostProblems.engineDenied(candidate.text(), user) : telling;
                } else {
                    dead.add(candidate.text() + " (from " + candidate.from() + "): " + reason(candidate, e));
                }
            }
        }
        if (telling == null) {
            telling = HostProblems.engineMissing(dead);
        }
        return new Found(null, new EngineFacts.Unusable(telling));
    }

    private EngineFacts ask(EngineEndpoint endpoint) throws IOException {
        String version = text(endpoint, "/version");
        return EngineAnswers.read(endpoint.text(), version, text(endpoint, "/info"), clock.instant());
    }

    private static String text(EngineEndpoint endpoint, String path) throws IOException {
        EngineHttp.Reply reply = EngineHttp.get(endpoint, path, Map.of(), LIMIT);
        if (reply.status() != 200) {
            throw new IOException("it answered " + reply.status() + " to " + path);
        }
        return reply.body();
    }

    private static boolean denied(EngineEndpoint endpoint) {
        return endpoint instanceof EngineEndpoint.Unix unix
                && Files.exists(unix.socket())
                && !Files.isWritable(unix.socket());
    }

    private static String reason(EngineEndpoint endpoint, IOException e) {
        if (endpoint instanceof EngineEndpoint.Unix unix && !Files.exists(unix.socket())) {
            return "there is no such socket";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
