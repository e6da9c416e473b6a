package io.aiplat.launcher.command.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.Probe;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import io.aiplat.store.Home;
import io.aiplat.store.process.ApplianceFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Health checks of the appliance that runs, from outside, as a client meets it: it answers, the owner's key opens it,
/// its
/// routes are those of the file, its upstreams are reached, and a model in memory says a token.
final class ServingChecks {
    private static final String WHY = "What was started well may serve badly: nobody sees that from the machine.";

    private final Path home;
    private final List<Finding> findings = new ArrayList<>();

    private ServingChecks(Path home) {
        this.home = home;
    }

    /// All of them; empty where nothing runs. Each is asked although another failed, but where nothing answers at all.
    static List<Finding> of(Path home) {
        ServingChecks checks = new ServingChecks(home);
        if (new ApplianceFile(new Home(home).appliance()).running().isPresent()) {
            checks.look();
        }
        return List.copyOf(checks.findings);
    }

    private void look() {
        try (ApplianceClient client = Appliances.client(home)) {
            Optional<JsonNode> status = seen("answers", () -> {
                JsonNode said = client.status();
                return said.path("ready").asBoolean()
                        ? pass("ready, with the owner's key", said)
                        : new Seen(unwell("answers", said.path("reason").asText("it is not ready")), said);
            });
            if (status.isEmpty()) {
                return;
            }
            seen("routes", () -> new Seen(routes(status.get()), status.get()));
            seen("upstreams", () -> {
                JsonNode places = client.admin("GET", "/deployments", null).path("data");
                return new Seen(upstreams(places), places);
            });
            seen("token", () -> new Seen(token(client), status.get()));
        } catch (ApplianceException silent) {
            add("answers", new ProbeResult.Warn(silent.problem()));
        }
    }

    private record Seen(ProbeResult verdict, JsonNode said) {}

    private static Seen pass(String saw, JsonNode said) {
        return new Seen(new ProbeResult.Pass(saw), said);
    }

    private Optional<JsonNode> seen(String name, Supplier<Seen> look) {
        try {
            Seen seen = look.get();
            add(name, seen.verdict());
            return Optional.of(seen.said());
        } catch (ApplianceException e) {
            add(name, new ProbeResult.Warn(e.problem()));
            return Optional.empty();
        }
    }

    private void add(String name, ProbeResult verdict) {
        findings.add(new Finding(new Check("serving." + name, verdict), verdict));
    }

    /// What the appliance says of gateway.yaml, which it goes on without where the file is wrong.
    static ProbeResult routes(JsonNode status) {
        String words = status.path("routes").asText();
        return words.contains("gateway.yaml is wrong")
                ? unwell("routes", words)
                : new ProbeResult.Pass(words.isEmpty() ? "as the file says" : words);
    }

    /// An upstream counts as reached unless it rests after failures; one that nobody asked yet is not known.
    static ProbeResult upstreams(JsonNode places) {
        Set<String> resting = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (JsonNode place : places) {
            String upstream = place.path("upstream").asText();
            if (place.path("health").asText().equals("paused")) {
                resting.add(
                        upstream + " (" + place.path("route").asText() + ", " + place.path("failures") + " failures)");
            } else if (place.path("successes").asLong() > 0) {
                asked.add(upstream);
            }
        }
        if (!resting.isEmpty()) {
            return unwell("upstreams", "resting after failures: " + String.join(", ", resting));
        }
        return new ProbeResult.Pass(
                asked.isEmpty() ? "none rests; nobody has asked one yet" : "answered: " + String.join(", ", asked));
    }

    /// Only a model that is in memory is asked: to load one takes minutes and memory that others may need.
    private static ProbeResult token(ApplianceClient client) {
        List<String> chat = client.chatModels();
        for (JsonNode model : client.models()) {
            String name = model.path("name").asText();
            if (model.path("loaded").asBoolean() && chat.contains(name)) {
                return token(client, name);
            }
        }
        return new ProbeResult.Pass("not tried: no model that chats is in memory");
    }

    private static ProbeResult token(ApplianceClient client, String model) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model).put("stream", true).put("max_tokens", 1);
        body.putArray("messages").addObject().put("role", "user").put("content", "Say one word.");
        long begin = System.nanoTime();
        try (Stream<String> events = client.chatEvents(body)) {
            boolean ended = events.anyMatch(event -> event.equals("[DONE]"));
            double seconds = (System.nanoTime() - begin) / 1e9;
            return ended
                    ? new ProbeResult.Pass(String.format(Locale.ROOT, "%s answered in %.1f s", model, seconds))
                    : unwell("token", model + " began an answer and did not end it");
        } catch (UncheckedIOException e) {
            return unwell("token", "the answer of " + model + " broke off: " + e.getMessage());
        }
    }

    private static ProbeResult unwell(String about, String saw) {
        return new ProbeResult.Warn(CommandProblems.servingUnwell(about, saw));
    }

    private record Check(String name, ProbeResult verdict) implements Probe {
        @Override
        public String because() {
            return WHY;
        }

        @Override
        public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
            return verdict;
        }
    }
}
