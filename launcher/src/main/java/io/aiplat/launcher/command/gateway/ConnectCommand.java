package io.aiplat.launcher.command.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.host.survey.Machine;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementClient;
import io.aiplat.launcher.connect.AgentPreflight;
import io.aiplat.launcher.connect.Client;
import io.aiplat.launcher.connect.ClientTarget;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.store.Home;
import io.aiplat.store.SharedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat connect`: what a client is told so that it works with this appliance.
@Command(
        name = "connect",
        description = {
            "Print what to set in a client so that it uses this appliance, or write it into the client's own file.",
            "What the model lacks for a coding agent is said first.",
            "Exit status: 0 printed or written, 2 a client nobody knows, 7 not running."
        })
public final class ConnectCommand implements Runnable {
    /// Tokens that Ollama is given where no route says.
    private static final int OLLAMA_LONGEST = 8192;

    private final Invocation invocation;

    @Parameters(
            paramLabel = "CLIENT",
            description = "claude-code, codex, opencode, continue, cline, aider, open-webui, langchain, openai-python, "
                    + "openai-node, anthropic-python, openai-agents or pydantic-ai")
    private Client client = Client.OPENAI_PYTHON;

    @CompletesAs(CompletionKind.PUBLIC_MODELS)
    @Option(names = "--model", paramLabel = "NAME", description = "which model (default: the first that chats)")
    private @Nullable String model;

    @Option(names = "--key", description = "make a key for it, named after it")
    private boolean makeKey;

    @Option(
            names = "--write",
            description =
                    "write it into the client's file, keeping what else is there and a copy of the file; and give "
                            + "the model more context in gateway.yaml if the home has no such file")
    private boolean write;

    public ConnectCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String url = Appliances.running(invocation.home()).url();
        try (ApplianceClient appliance = Appliances.client(invocation.home())) {
            String name = model == null ? first(appliance) : model;
            AgentPreflight readiness = readiness(appliance, name);
            int better = readiness.better();
            boolean widened = client.isAgent() && better > 0 && write && widen(name, better);
            int context = widened ? better : readiness.context();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", client.word());
            answer.put("url", url);
            answer.put("model", name);
            answer.put("context", context);
            List<String> shorts = client.isAgent() ? shorts(readiness, name, context) : List.of();
            answer.put("short", shorts);
            shorts.forEach(each -> invocation.output().note("Short: " + each));
            if (widened) {
                invocation.output().note("Wrote " + routes() + ": " + name + " sees " + context + " tokens now.");
            } else if (client.isAgent() && better > 0) {
                invocation
                        .output()
                        .note("More context, in " + routes() + ":\n"
                                + routeOf(name, better).stripTrailing());
            }
            ClientTarget to = new ClientTarget(url, ClientTarget.NO_KEY, name, context);
            if (write) {
                written(to, answer);
            } else {
                printed(to, answer);
            }
        }
    }

    private String first(ApplianceClient appliance) {
        return appliance.chatModels().stream()
                .findFirst()
                .orElseThrow(() -> new ApplianceException(CommandProblems.noChatModel()));
    }

    private List<String> shorts(AgentPreflight readiness, String name, int context) {
        return new AgentPreflight(readiness.tools(), context, readiness.trained(), readiness.bytes(), readiness.free())
                .shorts(name);
    }

    private void printed(ClientTarget to, Map<String, Object> answer) {
        ClientTarget with = makeKey ? keyed(to, newKey()) : to;
        String text = client.byHand(with);
        answer.put("settings", text);
        file().ifPresent(file -> answer.put("file", file));
        invocation
                .output()
                .value(
                        answer,
                        file().map(file -> "# " + client.word() + " reads " + file + "\n")
                                        .orElse("")
                                + text
                                + insisting(to.model()));
        if (!makeKey) {
            invocation
                    .output()
                    .note(ClientTarget.NO_KEY + " is one of your keys. With --key one is made for it; "
                            + "those there are: aiplat keys list");
        }
    }

    private void written(ClientTarget to, Map<String, Object> answer) {
        Path file = file().orElseThrow(() -> new ApplianceException(CommandProblems.noFileOf(client.word())));
        SharedFile shared = new SharedFile(file);
        String before = shared.text().orElse("");
        // Whoever does it twice does not get two keys.
        Optional<String> old = client.keyIn(before, to);
        if (old.isEmpty() && !makeKey) {
            throw new ApplianceException(CommandProblems.noKeyFor(client.word()));
        }
        Client.Merge trial = client.merge(before, to);
        if (!trial.why().isEmpty()) {
            throw new ApplianceException(CommandProblems.notMerged(file, trial.why(), client.word()));
        }
        String after =
                client.merge(before, keyed(to, old.orElseGet(this::newKey))).text();
        boolean changed = !after.equals(before);
        if (changed && shared.backup().isEmpty()) {
            shared.changeAfterBackup(_ -> after);
        } else if (changed) {
            // The copy is of what was there before us.
            shared.change(_ -> after);
        }
        answer.put("file", file);
        answer.put("changed", changed);
        invocation.output().value(answer, (changed ? "Wrote " + file : file + " says so already") + ".\n");
    }

    private String insisting(String name) {
        return client.insists()
                .map(names -> "# Names of models that it asks for all the same, in gateway.yaml: aliases: {\"" + names
                        + "\": " + name + "}\n")
                .orElse("");
    }

    private static ClientTarget keyed(ClientTarget to, String key) {
        return new ClientTarget(to.url(), key, to.model(), to.context());
    }

    private Optional<Path> file() {
        Path person = Path.of(invocation.surroundings().properties().getOrDefault("user.home", "."));
        return client.file(invocation.surroundings().environment(), person);
    }

    /// A key of its own, under a name that is free.
    private String newKey() {
        try (ManagementClient door = ManagementClient.open(invocation.home())) {
            Set<String> taken = new HashSet<>();
            door.ask("GET", "/keys", null)
                    .path("data")
                    .forEach(key -> taken.add(key.path("name").asText()));
            String name = client.word();
            for (int i = 2; taken.contains(name); i++) {
                name = client.word() + "-" + i;
            }
            ObjectNode body = ManagementClient.JSON.createObjectNode().put("name", name);
            JsonNode made = door.ask("POST", "/keys", body);
            invocation
                    .output()
                    .note("Key " + name + " is made. Bound what it may spend: aiplat keys update " + name
                            + " --budget 10/month");
            return made.path("token").asText();
        }
    }

    private AgentPreflight readiness(ApplianceClient appliance, String name) {
        if (!client.isAgent()) {
            return new AgentPreflight(null, 0, 0, 0, Long.MAX_VALUE);
        }
        Boolean tools = appliance.callsTools(name);
        boolean ollama = appliance.status().path("engine").asText().contains("ollama");
        List<Deployment> places = places(name);
        String there = places.isEmpty() ? name : places.getFirst().model();
        JsonNode card = card(appliance, there);
        int trained = card.path("context").asInt();
        int usual = ollama && trained > 0 ? Math.min(trained, OLLAMA_LONGEST) : trained;
        Integer said = places.isEmpty() ? null : places.getFirst().context();
        int context = said == null ? usual : trained > 0 ? Math.min(said, trained) : said;
        long bytes = card.path("loaded").asBoolean() ? 0 : card.path("bytes").asLong();
        long free = new Machine(invocation.surroundings().environment(), Path.of("/")).memoryFreeBytes();
        return new AgentPreflight(tools, context, trained, bytes, free);
    }

    private static JsonNode card(ApplianceClient appliance, String name) {
        for (JsonNode model : appliance.models()) {
            if (model.path("name").asText().equals(name)) {
                return model;
            }
        }
        return ManagementClient.JSON.createObjectNode();
    }

    /// Where an engine of ours answers for a name; empty where the file does not name it.
    private List<Deployment> places(String name) {
        List<Deployment> places = new ArrayList<>();
        if (ConfigReload.ofAppliance(
                                new Home(invocation.home()),
                                invocation.surroundings().environment())
                        .read()
                instanceof ConfigReadResult.Accepted(GatewayConfig plan)) {
            plan.routes().stream()
                    .filter(route -> route.name().equals(name))
                    .flatMap(route -> route.deployments().stream())
                    .filter(place -> plan.upstreamOf(place).provider() == UpstreamKind.EMBEDDED
                            || plan.upstreamOf(place).provider() == UpstreamKind.OLLAMA)
                    .forEach(places::add);
        }
        return places;
    }

    private Path routes() {
        return new Home(invocation.home()).routes();
    }

    /// Only where there is no file: what a person wrote is changed by that person.
    private boolean widen(String name, int context) {
        if (Files.exists(routes())) {
            return false;
        }
        new SharedFile(routes()).change(_ -> routeOf(name, context));
        return true;
    }

    private static String routeOf(String name, int context) {
        return """
                upstreams: {here: {provider: embedded}}
                models:
                  - {name: "%s", deployments: [{upstream: here, model: "%s", context: %d}]}
                """.formatted(name, name, context);
    }
}
