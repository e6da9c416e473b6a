package io.aiplat.launcher.command;

import io.aiplat.launcher.command.alerts.AlertsCommand;
import io.aiplat.launcher.command.bundle.BundleCommand;
import io.aiplat.launcher.command.cluster.ImagesCommand;
import io.aiplat.launcher.command.cluster.KubeconfigCommand;
import io.aiplat.launcher.command.cluster.KubectlCommand;
import io.aiplat.launcher.command.delivery.DeployCommand;
import io.aiplat.launcher.command.delivery.DiffCommand;
import io.aiplat.launcher.command.delivery.RenderCommand;
import io.aiplat.launcher.command.diagnosis.DoctorCommand;
import io.aiplat.launcher.command.diagnosis.LogsCommand;
import io.aiplat.launcher.command.diagnosis.StatusCommand;
import io.aiplat.launcher.command.diagnosis.StorageCommand;
import io.aiplat.launcher.command.engines.EnginesCommand;
import io.aiplat.launcher.command.gateway.ConnectCommand;
import io.aiplat.launcher.command.gateway.EnvCommand;
import io.aiplat.launcher.command.gateway.GatewayCommand;
import io.aiplat.launcher.command.gateway.ImportCommand;
import io.aiplat.launcher.command.gateway.OpenCommand;
import io.aiplat.launcher.command.gitops.GitopsCommand;
import io.aiplat.launcher.command.gpu.GpuCommand;
import io.aiplat.launcher.command.image.ImageCommand;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.KeysCommand;
import io.aiplat.launcher.command.keys.SpendCommand;
import io.aiplat.launcher.command.keys.TeamsCommand;
import io.aiplat.launcher.command.keys.UsersCommand;
import io.aiplat.launcher.command.lifecycle.DownCommand;
import io.aiplat.launcher.command.lifecycle.PlanCommand;
import io.aiplat.launcher.command.lifecycle.RestartCommand;
import io.aiplat.launcher.command.lifecycle.ServeCommand;
import io.aiplat.launcher.command.lifecycle.ServiceCommand;
import io.aiplat.launcher.command.lifecycle.SettingsCommand;
import io.aiplat.launcher.command.lifecycle.StopCommand;
import io.aiplat.launcher.command.lifecycle.UpCommand;
import io.aiplat.launcher.command.metrics.MetricsCommand;
import io.aiplat.launcher.command.models.ChatCommand;
import io.aiplat.launcher.command.models.ModelsCommand;
import io.aiplat.launcher.command.operator.OperatorCommand;
import io.aiplat.launcher.command.top.TopCommand;
import io.aiplat.launcher.command.traces.RequestsCommand;
import io.aiplat.launcher.command.traces.TracesCommand;
import java.util.List;
import java.util.function.Function;

/// Every command, in the order of the help text. A new one is a class and a line here.
final class Commands {
    /// One command.
    ///
    /// @param takes what may stand behind its name
    /// @param make  builds the command object; called only for commands that the command line may mean,
    ///              because reading the annotations of all of them takes longer than the rest of the start
    record Entry(String name, Takes takes, Function<Invocation, Object> make) {}

    /// What may stand behind a command's name.
    enum Takes {
        /// Its own options and the global ones.
        OWN,
        /// These and the flags of settings, as `--port`: it decides how the appliance runs.
        SETTINGS,
        /// Words of another program, options among them, which reach it untouched.
        FOREIGN
    }

    static final List<Entry> ALL = List.of(
            deciding("up", UpCommand::new),
            deciding("plan", PlanCommand::new),
            deciding("serve", ServeCommand::new),
            plain("status", StatusCommand::new),
            deciding("restart", RestartCommand::new),
            plain("stop", StopCommand::new),
            plain("down", DownCommand::new),
            plain("open", OpenCommand::new),
            plain("top", TopCommand::new),
            plain("logs", LogsCommand::new),
            deciding("doctor", DoctorCommand::new),
            plain("gpu", GpuCommand::new),
            plain("models", ModelsCommand::new),
            plain("engines", EnginesCommand::new),
            plain("chat", ChatCommand::new),
            plain("keys", KeysCommand::new),
            plain("users", UsersCommand::new),
            plain("teams", TeamsCommand::new),
            plain("spend", SpendCommand::new),
            plain("traces", TracesCommand::new),
            plain("alerts", AlertsCommand::new),
            plain("requests", RequestsCommand::new),
            plain("metrics", MetricsCommand::new),
            plain("storage", StorageCommand::new),
            plain("env", EnvCommand::new),
            plain("connect", ConnectCommand::new),
            plain("gateway", GatewayCommand::new),
            plain("operator", OperatorCommand::new),
            foreign("import", ImportCommand::new),
            plain("kubeconfig", KubeconfigCommand::new),
            foreign("kubectl", KubectlCommand::new),
            plain("render", RenderCommand::new),
            plain("diff", DiffCommand::new),
            plain("deploy", DeployCommand::new),
            plain("gitops", GitopsCommand::new),
            plain("images", ImagesCommand::new),
            plain("image", ImageCommand::new),
            plain("bundle", BundleCommand::new),
            deciding("service", ServiceCommand::new),
            plain("settings", SettingsCommand::new),
            plain("shell", ShellCommand::new),
            plain("completion", CompletionCommand::new),
            plain("help", HelpCommand::new),
            plain("version", VersionCommand::new));

    private Commands() {}

    private static Entry plain(String name, Function<Invocation, Object> make) {
        return new Entry(name, Takes.OWN, make);
    }

    private static Entry deciding(String name, Function<Invocation, Object> make) {
        return new Entry(name, Takes.SETTINGS, make);
    }

    private static Entry foreign(String name, Function<Invocation, Object> make) {
        return new Entry(name, Takes.FOREIGN, make);
    }
}
