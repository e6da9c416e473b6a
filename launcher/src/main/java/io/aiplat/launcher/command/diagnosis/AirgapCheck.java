package io.aiplat.launcher.command.diagnosis;

import io.aiplat.host.survey.NetworkEgress;
import io.aiplat.launcher.render.Table;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.file.ConfigReadResult;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Airgap check: what of an installation would reach out of its machine, and whether anything does while it is looked
/// at. What is only possible (a route, a name server) is told and is no failing: who is asked is what counts.
final class AirgapCheck {
    private final List<Row> rows = new ArrayList<>();

    /// Something that was looked at.
    ///
    /// @param about a word or two
    /// @param well  whether nothing reaches out because of it
    /// @param saw   what was seen
    private record Row(String about, boolean well, String saw) {}

    /// What settings say.
    AirgapCheck settings(Settings settings) {
        URI ollama = settings.models().url();
        add("models.url", isHere(ollama), ollama == null ? "an Ollama of this machine, if any" : ollama.toString());
        URI proxy = settings.network().httpsProxy();
        add(
                "proxies",
                proxy == null && settings.network().httpProxy() == null,
                proxy == null ? "none is set" : "what is fetched goes through " + proxy);
        return this;
    }

    /// What `up` would fetch.
    AirgapCheck plan(PlanResult planned) {
        List<String> fetched = new ArrayList<>();
        switch (planned) {
            case PlanResult.Refused(var problems) ->
                add("plan", false, problems.getFirst().what());
            case PlanResult.Plan plan -> plan.steps().forEach(step -> fetched(step, fetched));
        }
        add("fetched by up", fetched.isEmpty(), fetched.isEmpty() ? "nothing" : String.join(", ", fetched));
        return this;
    }

    private static void fetched(Step step, List<String> fetched) {
        switch (step) {
            case ModelStep.PullModel(var model) -> fetched.add("model " + model);
            case ClusterStep.EnsureCluster(var spec) when spec.pullImage() -> fetched.add("image " + spec.nodeImage());
            case BundleStep.ApplyBundle(var _, var patches) -> {
                for (Patch patch : patches) {
                    if (patch instanceof Patch.SetImage(var _, var to, var pull) && pull != Patch.PullPolicy.NEVER) {
                        fetched.add("image " + to + (to.digest() == null ? ", which has no digest" : ""));
                    }
                }
            }
            default -> {
                // Nothing is fetched by it.
            }
        }
    }

    /// Servers that requests are sent to.
    AirgapCheck routes(ConfigReadResult read) {
        switch (read) {
            case ConfigReadResult.Refused(var problems) ->
                add("gateway.yaml", false, problems.getFirst().what());
            case ConfigReadResult.Accepted(GatewayConfig config) -> {
                List<String> remote = new ArrayList<>();
                config.upstreams().values().forEach(upstream -> remote("upstream", upstream.url(), remote));
                config.guards().values().forEach(guard -> {
                    if (guard instanceof Guard.Presidio presidio) {
                        remote("guard", presidio.url(), remote);
                    }
                });
                remote("collector", config.tracing().otlp(), remote);
                add(
                        "gateway.yaml",
                        remote.isEmpty(),
                        remote.isEmpty() ? "no server elsewhere" : String.join(", ", remote));
            }
        }
        return this;
    }

    private static void remote(String what, @Nullable URI url, List<String> remote) {
        if (!isHere(url)) {
            remote.add(what + " " + url);
        }
    }

    private static boolean isHere(@Nullable URI url) {
        String host = url == null ? "localhost" : String.valueOf(url.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /// The machine's ways out, and what goes out on them.
    ///
    /// @param watched how long packets are counted
    AirgapCheck machine(NetworkEgress machine, Duration watched) throws InterruptedException {
        List<String> routes = machine.defaultRoutes();
        add("default route", true, routes.isEmpty() ? "none" : "there is one, by " + String.join(", ", routes));
        List<String> servers = machine.nameServers();
        add("name servers", true, servers.isEmpty() ? "none elsewhere" : String.join(", ", servers));
        Map<String, Long> before = machine.packetsSent();
        Thread.sleep(watched);
        Map<String, Long> sent = new TreeMap<>();
        machine.packetsSent().forEach((link, count) -> {
            long more = count - before.getOrDefault(link, 0L);
            if (more > 0) {
                sent.put(link, more);
            }
        });
        add(
                "packets",
                sent.isEmpty(),
                (sent.isEmpty() ? "none left this machine" : sent + " left this machine") + " in " + watched.toSeconds()
                        + " s, whoever sent them");
        return this;
    }

    private void add(String about, boolean well, String saw) {
        rows.add(new Row(about, well, saw));
    }

    /// Whether nothing reaches out.
    boolean isTight() {
        return rows.stream().allMatch(Row::well);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("airgapped", isTight());
        json.put("findings", rows);
        return json;
    }

    String toText() {
        Table table = new Table("VERDICT", "ABOUT", "SAW");
        rows.forEach(row -> table.row(row.well() ? "pass" : "reaches out", row.about(), row.saw()));
        return table.toText() + "\n"
                + (isTight() ? "Nothing reaches out of this machine.\n" : "Something would leave this machine.\n");
    }
}
