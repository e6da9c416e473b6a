package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.serve.BackgroundCommand;
import io.aiplat.launcher.serve.ServeProblems;
import io.aiplat.launcher.serve.ServiceUnit;
import io.aiplat.launcher.serve.UserService;
import io.aiplat.launcher.wiring.CommandScope;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.provisioning.run.ApplianceProcess;
import io.aiplat.store.DecidedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/// `aiplat service`: the appliance back after a log-in, kept by the person's own systemd.
@Command(name = "service", description = "Have systemd keep the appliance running.")
public final class ServiceCommand {
    /// Variables that decide where engines and registries are found. systemd would not hand them on.
    private static final List<String> HANDED_ON = List.of(
            "PATH",
            "DOCKER_HOST",
            "DOCKER_CONFIG",
            "DOCKER_CONTEXT",
            "DOCKER_CERT_PATH",
            "DOCKER_TLS_VERIFY",
            "KUBECONFIG",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    private final Invocation invocation;

    public ServiceCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// The service of the person who runs this.
    static UserService service(Invocation invocation, CommandScope scope) {
        ProcessContext surroundings = invocation.surroundings();
        Path userHome = Path.of(surroundings.properties().getOrDefault("user.home", "."));
        return new UserService(scope.processes(), surroundings.environment(), userHome);
    }

    @Command(
            name = "install",
            description = {
                "Write a systemd user unit that runs `aiplat serve`, and start it.",
                "It goes by what is decided for the home, as `up` does, and by the variables that are set now."
            })
    void install() {
        String os = invocation.surroundings().properties().getOrDefault("os.name", "?");
        if (!os.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw new ApplianceException(ServeProblems.noSystemd(os));
        }
        CommandScope scope = new CommandScope(invocation.surroundings(), invocation.settings());
        UserService service = service(invocation, scope);
        scope.home().open();
        new HomeDecisions(invocation, "service install", Clock.systemUTC()).keep(scope.home());
        // An older aiplat kept them for the service alone.
        new DecidedFile(scope.home().serviceDecided()).delete();
        service.write(ServiceUnit.text(
                BackgroundCommand.inForeground(scope.settings(), invocation.configInEnvironment()), handedOn()));
        boolean answers = service.answers();
        if (answers) {
            // Only one process can serve a home.
            ApplianceProcess.stop(scope.processes(), scope.appliance(), scope.supervisor());
            service.enable();
        }
        answer(service, answers);
    }

    private Map<String, String> handedOn() {
        Map<String, String> variables = new TreeMap<>(invocation.surroundings().environment());
        // Home and settings file are on the command line.
        variables.keySet().removeAll(List.of("AIPLAT_HOME", "AIPLAT_CONFIG"));
        variables.keySet().removeIf(name -> !name.startsWith("AIPLAT_") && !HANDED_ON.contains(name));
        return variables;
    }

    private void answer(UserService service, boolean started) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("unit", service.file());
        answer.put("started", started);
        String text = "Wrote " + service.file() + "\n"
                + (started ? "It runs, and will again when you log in. See how it is: aiplat service status\n" : """
                        systemd does not answer here (no log-in session). Where it does, run:
                          systemctl --user daemon-reload
                          systemctl --user enable --now aiplat.service
                        """)
                + "It ends when you log out, unless you once run: loginctl enable-linger\n";
        invocation.output().value(answer, text);
    }

    @Command(name = "uninstall", description = "Stop the service and remove its unit; the home stays.")
    void uninstall() {
        CommandScope scope = new CommandScope(invocation.surroundings(), invocation.settings());
        UserService service = service(invocation, scope);
        boolean removed = service.uninstall();
        new DecidedFile(scope.home().serviceDecided()).delete();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("unit", service.file());
        answer.put("removed", removed);
        invocation
                .output()
                .value(answer, removed ? "Removed " + service.file() + "\n" : "There was no service to remove.\n");
    }

    @Command(
            name = "status",
            description = {"Say whether there is a service and how it is.", "Exit status: 0 active, 7 not."})
    int status() {
        CommandScope scope = new CommandScope(invocation.surroundings(), invocation.settings());
        UserService service = service(invocation, scope);
        String activity = service.installed() ? service.activity() : "not installed";
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("unit", service.file());
        answer.put("installed", service.installed());
        answer.put("activity", activity);
        invocation.output().value(answer, activity + " (" + service.file() + ")\n");
        return (activity.equals("active") ? ExitCode.OK : ExitCode.NOT_RUNNING).status();
    }
}
