package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Observed;
import io.aiplat.store.ApplianceFile;
import io.aiplat.store.ApplianceRecord;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `aiplat status`: what runs, asked of the appliance itself. Quick, so it loads neither Kubernetes nor Docker.
@Command(
        name = "status",
        description = {
            "Say what runs and whether it is ready.",
            "Exit status: 0 ready, 6 running but not ready, 7 not running."
        })
final class StatusCommand implements Callable<Integer> {
    private final Invocation invocation;

    StatusCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Path home = invocation.home();
        Optional<ApplianceRecord> running = new ApplianceFile(new Home(home).appliance()).running();
        if (running.isEmpty()) {
            return notRunning(home);
        }
        Observed.Appliance appliance = running.get().observed();
        try (ApplianceClient client = Appliances.client(home)) {
            JsonNode status = client.status();
            boolean ready = status.path("ready").asBoolean();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("running", true);
            answer.put("ready", ready);
            answer.put("pid", appliance.pid());
            answer.put("endpoint", appliance.url() + "/v1");
            answer.put("version", appliance.version());
            answer.put("cluster", status.path("cluster").asText());
            answer.put("engine", status.path("engine").asText());
            answer.put("routes", status.path("routes").asText());
            answer.put("reason", status.path("reason").asText());
            List<String> few = new ArrayList<>();
            status.path("short").forEach(sentence -> few.add(sentence.asText()));
            answer.put("short", few);
            answer.put("home", home);
            invocation.output().value(answer, text(answer));
            return (ready ? ExitCode.OK : ExitCode.NOT_READY).status();
        }
    }

    private static String text(Map<String, Object> answer) {
        StringBuilder text = new StringBuilder();
        answer.forEach((name, value) -> {
            List<?> values = value instanceof List<?> several ? several : List.of(value);
            if (!name.equals("running")) {
                values.stream()
                        .filter(one -> !one.toString().isEmpty())
                        .forEach(one -> text.append("%-9s %s%n".formatted(name, one)));
            }
        });
        return text.toString();
    }

    private int notRunning(Path home) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("running", false);
        answer.put("ready", false);
        answer.put("home", home);
        invocation.output().value(answer, "aiplat is not running. Start it: aiplat up\n");
        return ClientProblems.notRunning(home).code().exit().status();
    }
}
