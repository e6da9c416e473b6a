package io.aiplat.launcher.command.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.launcher.command.cluster.ClusterLook;
import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementClient;
import io.aiplat.launcher.command.lifecycle.EndpointChange;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.ExitCode;
import io.aiplat.model.plan.Observed;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ApplianceRecord;
import io.aiplat.store.process.SupervisorFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `aiplat status`: what runs, asked of the appliance itself. Quick, so it loads neither Kubernetes nor Docker
/// unless the appliance is not ready: then the cluster is asked why.
@Command(
        name = "status",
        description = {
            "Say what runs and whether it is ready.",
            "Exit status: 0 ready, 6 running but not ready, 7 not running."
        })
public final class StatusCommand implements Callable<Integer> {
    private final Invocation invocation;

    public StatusCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Path home = invocation.home();
        new Home(home).requireReadable();
        Optional<ApplianceRecord> running = new ApplianceFile(new Home(home).appliance()).running();
        if (running.isEmpty()) {
            return notRunning(home);
        }
        Observed.ObservedAppliance appliance = running.get().observed();
        try (ApplianceClient client = Appliances.client(home)) {
            JsonNode status = client.status();
            boolean ready = status.path("ready").asBoolean();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("running", true);
            answer.put("ready", ready);
            answer.put("pid", appliance.pid());
            answer.put("endpoint", appliance.url() + "/v1");
            Decisions.Endpoint endpoint =
                    new DecisionsFile(new Home(home)).read().endpoint();
            answer.put("others", endpoint == null ? List.of() : EndpointChange.others(endpoint));
            answer.put("version", appliance.version());
            answer.put("started", status.path("started").asText());
            answer.put("cluster", status.path("cluster").asText());
            cluster(answer, home, ready);
            answer.put("engine", status.path("engine").asText());
            answer.put("models", ready ? models(client) : List.of());
            JsonNode places = places(home);
            answer.put("requests", requests(places));
            answer.put("routes", status.path("routes").asText());
            answer.put("origins", origins(places));
            answer.put("reason", status.path("reason").asText());
            for (String troubled : List.of("short", "gpu", "operator")) {
                List<String> sentences = new ArrayList<>();
                status.path(troubled).forEach(sentence -> sentences.add(sentence.asText()));
                answer.put(troubled, sentences);
            }
            restarts(home).ifPresent(words -> answer.put("restarts", words));
            answer.put("home", home);
            invocation.output().value(answer, text(answer));
            return (ready ? ExitCode.OK : ExitCode.NOT_READY).status();
        }
    }

    private static List<String> models(ApplianceClient client) {
        List<String> names = new ArrayList<>();
        try {
            client.models().forEach(model -> names.add(model.path("name").asText()));
        } catch (ApplianceException _) {
            // What is ready is told without them.
            names.clear();
        }
        return names;
    }

    /// All places that answer; empty where it does not say: what is not ready is told without its figures.
    private static JsonNode places(Path home) {
        try (ManagementClient door = ManagementClient.open(home)) {
            return door.ask("GET", "/deployments", null).path("data");
        } catch (ApplianceException _) {
            return MissingNode.getInstance();
        }
    }

    /// Sums over all places that answer, since the start.
    private static Map<String, Long> requests(JsonNode places) {
        Map<String, Long> sums = new LinkedHashMap<>();
        if (!places.isMissingNode()) {
            for (var count : List.of(
                    Map.entry("answered", "successes"),
                    Map.entry("failed", "failures"),
                    Map.entry("now", "in_flight"))) {
                long sum = 0;
                for (JsonNode place : places) {
                    sum += place.path(count.getValue()).asLong();
                }
                sums.put(count.getKey(), sum);
            }
        }
        return sums;
    }

    /// Which models come from where, a line for each place they come from.
    private static List<String> origins(JsonNode places) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (JsonNode place : places) {
            JsonNode origin = place.path("origin");
            String kind = origin.path("kind").asText();
            String name = origin.path("name").asText();
            if (!kind.isEmpty()) {
                names.computeIfAbsent(
                                kind.equals("file") ? name : (kind + " " + name).strip(), _ -> new LinkedHashSet<>())
                        .add(place.path("route").asText());
            }
        }
        return names.entrySet().stream()
                .map(each -> each.getKey() + ": " + String.join(", ", each.getValue()))
                .toList();
    }

    private static String words(Object value) {
        return value instanceof Map<?, ?> counts
                ? counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "))
                : value.toString();
    }

    private static String text(Map<String, Object> answer) {
        StringBuilder text = new StringBuilder();
        answer.forEach((name, value) -> {
            List<?> values = value instanceof List<?> several ? several : List.of(value);
            if (!name.equals("running")) {
                values.stream()
                        .map(StatusCommand::words)
                        .filter(one -> !one.isEmpty())
                        .forEach(one -> text.append("%-9s %s%n".formatted(name, one)));
            }
        });
        return text.toString();
    }

    /// Which cluster, as it was written down, and what its pod says where nothing answers.
    private void cluster(Map<String, Object> answer, Path home, boolean ready) {
        HomeState.Cluster made = new StateFile(new Home(home).state(), UUID::randomUUID, Clock.systemUTC())
                .read()
                .map(HomeState::cluster)
                .filter(cluster -> cluster.kind() != ClusterKind.NONE)
                .orElse(null);
        if (made == null) {
            return;
        }
        answer.put("place", Clusters.place(made));
        answer.put("namespace", made.namespace());
        ClusterLook look = new ClusterLook(invocation, made);
        answer.put("pod", ready ? "answers" : look.pod());
        if (!new InstalledBundlesFile(new Home(home)).read().isEmpty()) {
            answer.put("bundle", look.bundles());
        }
    }

    /// How often the supervisor had to start it again, and why it died; empty where it never died.
    private static Optional<String> restarts(Path home) {
        List<SupervisorFile.Death> deaths = new SupervisorFile(new Home(home)).deaths();
        if (deaths.isEmpty()) {
            return Optional.empty();
        }
        SupervisorFile.Death last = deaths.getLast();
        return Optional.of((deaths.size() == 1 ? "1, at " : deaths.size() + ", the last at ") + last.when() + ": "
                + last.reason());
    }

    private static String clusterText(Map<String, Object> answer) {
        return answer.containsKey("place")
                ? "place     %s%nnamespace %s%npod       %s%n"
                        .formatted(answer.get("place"), answer.get("namespace"), answer.get("pod"))
                : "";
    }

    private static String died(Path home) {
        return new ApplianceFile(new Home(home).appliance())
                .died()
                .map(record -> "aiplat is not running: process " + record.pid() + ", started at " + record.started()
                        + ", ended without having been stopped. Look why: aiplat logs start; start it: aiplat up\n")
                .orElse("aiplat is not running. Start it: aiplat up\n");
    }

    private int notRunning(Path home) {
        boolean again = new SupervisorFile(new Home(home)).running().isPresent();
        Optional<String> restarts = restarts(home);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("running", false);
        answer.put("ready", false);
        cluster(answer, home, false);
        restarts.ifPresent(words -> answer.put("restarts", words));
        answer.put("died", new ApplianceFile(new Home(home).appliance()).died().isPresent());
        answer.put("home", home);
        String text = again
                ? "aiplat has died and is being started again.\n"
                : restarts.isPresent()
                        ? "aiplat died too often and is not started again. Look why: aiplat logs; then: aiplat up\n"
                        : died(home);
        invocation
                .output()
                .value(
                        answer,
                        text
                                + restarts.map(words -> "restarts  " + words + "\n")
                                        .orElse("")
                                + clusterText(answer));
        return (again
                        ? ExitCode.NOT_READY
                        : ClientProblems.notRunning(home).code().exit())
                .status();
    }
}
