package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.keys.ManagementClient;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.settings.DecidedSource;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.launcher.wiring.CommandScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.provisioning.run.ApplianceProcess;
import io.aiplat.provisioning.run.ServeFingerprint;
import io.aiplat.store.Decisions;
import io.aiplat.store.HomeState;
import io.aiplat.store.process.ApplianceRecord;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Change preview: what a run of `up` changes for those who use the endpoint already, said before it does.
public final class EndpointChange {
    private final CommandScope scope;
    private final Decisions decided;

    /// @param decided for the home before this run
    EndpointChange(CommandScope scope, Decisions decided) {
        this.scope = scope;
        this.decided = decided;
    }

    /// What changes, one sentence each; empty if nothing does.
    ///
    /// @param stops whether the running appliance is stopped anyway, and need not be told of
    List<String> sentences(PlanResult.Plan plan, HomeState state, boolean stops) {
        List<String> sentences = new ArrayList<>();
        Decisions.Endpoint after = HomeDecisions.endpoint(scope.settings().gateway());
        Optional<ApplianceRecord> running = scope.appliance().running();
        Decisions.Endpoint before = before(running.orElse(null));
        if (before != null) {
            moved(before, after, sentences);
            reach(before, after, sentences);
        }
        running.filter(_ -> !stops)
                .filter(record -> !isKept(record, plan, state))
                .ifPresent(record -> sentences.add("The appliance that runs (process " + record.pid()
                        + ") is stopped and another started in its place;" + " it lets running answers end."));
        return List.copyOf(sentences);
    }

    /// Whether the process that runs goes on, if it answers.
    boolean isKept(ApplianceRecord record, PlanResult.Plan plan, HomeState state) {
        return ApplianceProcess.isWanted(
                record,
                Version.number(),
                ServeFingerprint.of(scope.settings(), plan.cluster(), plan.engine(), state.cluster()));
    }

    private Decisions.@Nullable Endpoint before(@Nullable ApplianceRecord running) {
        Decisions.Endpoint last = decided.endpoint();
        if (running == null || (last != null && url(last).equals(running.url()))) {
            return last;
        }
        URI url = URI.create(running.url());
        List<String> hosts = last == null ? scope.settings().gateway().hosts() : last.hosts();
        List<String> origins = last == null ? scope.settings().gateway().origins() : last.origins();
        String listen = last == null ? scope.settings().gateway().listen() : last.listen();
        return new Decisions.Endpoint(listen, url.getPort(), hosts, origins);
    }

    private void moved(Decisions.Endpoint before, Decisions.Endpoint after, List<String> sentences) {
        if (url(before).equals(url(after))) {
            return;
        }
        sentences.add("The endpoint moves from " + url(before) + "/v1 to " + url(after) + "/v1 (gateway.port: "
                + source("gateway.port") + "); " + clients() + ".");
    }

    private String source(String key) {
        return scope.settings().sources().getOrDefault(key, "default");
    }

    private String clients() {
        String told = "whoever uses the old address must be told";
        try (ManagementClient door = ManagementClient.open(scope.home().root())) {
            int count = 0;
            for (var key : door.ask("GET", "/keys", null).path("data")) {
                boolean ours = Appliance.KEPT_KEYS.contains(key.path("name").asText());
                count += !ours && key.path("state").asText().equals("active") ? 1 : 0;
            }
            return count == 0 ? told : "clients with " + ChoiceWords.count(count, "key") + " of yours must be told";
        } catch (ApplianceException _) {
            // It does not answer, or was never up: then nobody counts them.
            return told;
        }
    }

    private static void reach(Decisions.Endpoint before, Decisions.Endpoint after, List<String> sentences) {
        boolean wasOpen = !SettingsLoader.isLoopback(before.listen());
        boolean isOpen = !SettingsLoader.isLoopback(after.listen());
        if (wasOpen && !isOpen) {
            sentences.add("Only this machine can reach the endpoint from now on: it listened on " + before.listen()
                    + " and will on " + after.listen() + ".");
        } else if (isOpen && !before.listen().equals(after.listen())) {
            sentences.add((wasOpen ? "Others" : "Others than this machine") + " can reach the endpoint from now on at "
                    + after.listen() + "; it listened on " + before.listen() + ".");
        }
        listed("Requests for these names are refused from now on: ", without(before.hosts(), after.hosts()), sentences);
        listed("Requests for these names are taken from now on: ", without(after.hosts(), before.hosts()), sentences);
        listed(
                "Web pages of these origins are refused from now on: ",
                without(before.origins(), after.origins()),
                sentences);
        listed(
                "Web pages of these origins may call from now on: ",
                without(after.origins(), before.origins()),
                sentences);
    }

    private static List<String> without(List<String> all, List<String> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }

    private static void listed(String lead, List<String> names, List<String> sentences) {
        if (!names.isEmpty()) {
            sentences.add(lead + String.join(", ", names) + ".");
        }
    }

    /// Addresses under which others than this machine reach an endpoint; empty where they do not.
    public static List<String> others(Decisions.Endpoint endpoint) {
        if (SettingsLoader.isLoopback(endpoint.listen())) {
            return List.of();
        }
        return endpoint.hosts().stream()
                .map(host -> Appliance.url(Settings.Gateway.at(host, endpoint.port())) + "/v1")
                .toList();
    }

    private static String url(Decisions.Endpoint endpoint) {
        return Appliance.url(
                new Settings.Gateway(endpoint.listen(), endpoint.port(), endpoint.hosts(), endpoint.origins()));
    }

    /// Where the settings file says something else than what was decided, and has no effect; one sentence each.
    ///
    /// @param file what the settings file states, by key
    static List<String> overruled(Decisions decided, java.util.Map<String, SettingsLoader.InFile> file) {
        List<String> sentences = new ArrayList<>();
        decided.settings().forEach((key, decision) -> {
            SettingsLoader.InFile stated = file.get(key);
            if (stated != null && !stated.value().equals(decision.value())) {
                sentences.add(key + " stays as it was " + DecidedSource.of(decision) + ": " + stated.place()
                        + " says something else, which counts after: aiplat settings unset " + key);
            }
        });
        return sentences;
    }
}
