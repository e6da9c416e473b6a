package io.aiplat.host.container;

import io.aiplat.host.HostProblems;
import io.aiplat.model.Problem;
import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Detection of a container engine that answers, or why none can be used.
final class ContainerEngineDetection {
    /// A busy engine with many containers takes seconds to answer; a dead one refuses at once.
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Clock clock;
    private final String user;

    ContainerEngineDetection(Clock clock, String user) {
        this.clock = clock;
        this.user = user;
    }

    /// What was found.
    ///
    /// @param endpoint that answered; null where none did
    record Found(@Nullable ContainerEngineAddress endpoint, ContainerEngineFacts facts) {}

    /// Tries one after the other. The first that answers wins, then the most telling of the problems.
    Found look(List<ContainerEngineAddress> candidates) {
        Problem telling = null;
        List<String> dead = new ArrayList<>();
        for (ContainerEngineAddress candidate : candidates) {
            if (candidate instanceof ContainerEngineAddress.Unix unix
                    && !unix.given()
                    && !Files.exists(unix.socket())) {
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
        return new Found(null, new ContainerEngineFacts.Unusable(telling));
    }

    private ContainerEngineFacts ask(ContainerEngineAddress endpoint) throws IOException {
        String version = text(endpoint, "/version");
        return ContainerEngineParser.read(endpoint.text(), version, text(endpoint, "/info"), clock.instant());
    }

    private static String text(ContainerEngineAddress endpoint, String path) throws IOException {
        ContainerEngineHttp.Reply reply = ContainerEngineHttp.get(endpoint, path, Map.of(), LIMIT);
        if (reply.status() != 200) {
            throw new IOException("it answered " + reply.status() + " to " + path);
        }
        return reply.body();
    }

    private static boolean denied(ContainerEngineAddress endpoint) {
        return endpoint instanceof ContainerEngineAddress.Unix unix
                && Files.exists(unix.socket())
                && !Files.isWritable(unix.socket());
    }

    private static String reason(ContainerEngineAddress endpoint, IOException e) {
        if (endpoint instanceof ContainerEngineAddress.Unix unix && !Files.exists(unix.socket())) {
            return "there is no such socket";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
