package io.aiplat.launcher.command;

import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.LoneGateway;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.file.PlanRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat gateway`: the gateway by itself.
@Command(name = "gateway", description = "Run the gateway alone, without a cluster; check its file.")
final class GatewayCommand {
    private static final long LOOK_MILLIS = 1000;

    private final Invocation invocation;

    GatewayCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "run",
            description = {
                "Serve the models that a gateway.yaml names, until stopped: the one --config names, or the one of this",
                "folder. It is read again when it changes.",
                "Exit status: 0 stopped by SIGTERM, 130 by Ctrl-C, 3 something in the file is wrong."
            })
    int run(
            @Option(names = "--port", paramLabel = "PORT", description = "instead of the file's port") @Nullable
                    Integer port,
            @Option(names = "--listen", paramLabel = "ADDRESS", description = "instead of the file's address") @Nullable
                    String listen) {
        Path config = invocation.config();
        Path path = invocation.surroundings().folder().resolve(config == null ? Path.of("gateway.yaml") : config);
        FileTime seen = changed(path);
        GatewayPlan plan = read(path);
        Settings settings = invocation.settingsBeside();
        Settings.Gateway listening = new Settings.Gateway(
                listen == null ? plan.listener().listen() : listen,
                port == null ? plan.listener().port() : port,
                settings.gateway().hosts(),
                settings.gateway().origins());
        try (Wiring wiring = new Wiring(invocation.surroundings(), settings);
                LoneGateway gateway = LoneGateway.open(wiring, plan, listening)) {
            invocation.output().note("Serving " + Appliance.url(listening) + "/v1. Ctrl-C ends it.");
            return follow(gateway, path, seen).status();
        }
    }

    private ExitCode follow(LoneGateway gateway, Path file, FileTime first) {
        FileTime[] seen = {first};
        return Stopping.untilStopped(LOOK_MILLIS, () -> {
            FileTime now = changed(file);
            if (!now.equals(seen[0])) {
                seen[0] = now;
                follow(gateway, file);
            }
        });
    }

    /// A file that is wrong is told of and left aside; what was served before is served on.
    private void follow(LoneGateway gateway, Path file) {
        switch (GatewayFile.read(file, invocation.surroundings().environment())) {
            case PlanRead.Accepted(var plan) -> {
                gateway.follow(plan);
                invocation.output().note("Read " + file + " again.");
            }
            case PlanRead.Refused(var problems) -> problems.forEach(invocation.output()::warning);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            // An editor may be replacing it; whoever reads it says what is wrong with it.
            return FileTime.fromMillis(0);
        }
    }

    private GatewayPlan read(Path file) {
        return switch (GatewayFile.read(file, invocation.surroundings().environment())) {
            case PlanRead.Accepted(var plan) -> plan;
            case PlanRead.Refused(var problems) -> throw new Refusal(problems);
        };
    }

    @Command(
            name = "check",
            description = {
                "Read a gateway.yaml and say all that is wrong with it.",
                "Exit status: 0 nothing, 3 something."
            })
    void check(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            defaultValue = "gateway.yaml",
                            description = "the file (default: gateway.yaml)")
                    Path file) {
        GatewayPlan plan = read(invocation.surroundings().folder().resolve(file));
        List<String> models = plan.routes().stream().map(route -> route.name()).toList();
        invocation
                .output()
                .value(
                        Map.of(
                                "models",
                                models,
                                "upstreams",
                                plan.upstreams().keySet().stream().sorted().toList()),
                        file + " is right: " + models.size() + " models, "
                                + plan.upstreams().size() + " upstreams.\n");
    }
}
