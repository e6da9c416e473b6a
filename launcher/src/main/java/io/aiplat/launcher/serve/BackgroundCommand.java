package io.aiplat.launcher.serve;

import io.aiplat.model.Settings;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of the appliance process that `up`, or systemd, starts. It sees the same environment and file
/// as the command did, so only what flags decided has to be said again; in a file, because everybody on a machine
/// can read a command line.
public final class BackgroundCommand {
    /// Small when little is asked of it; large enough for thousands of streams at once, and for the largest bodies,
    /// of which a quarter of the heap may hold some.
    public static final List<String> FLAGS = List.of(
            "-Xms16m",
            "-Xmx416m",
            "-XX:MaxNewSize=64m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:-UsePerfData",
            // Ends it by a signal, which no exit status of ours can be mistaken for.
            "-XX:+CrashOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash");

    private BackgroundCommand() {}

    /// The program and its arguments, to serve what `up` has prepared.
    ///
    /// @param decided settings decided on the command line
    /// @param file    the settings file `up` read; null for none
    public static List<String> of(Settings settings, DecidedFile decided, @Nullable Path file, PlanResult.Plan plan) {
        List<String> command = new ArrayList<>(serving(settings));
        if (file != null) {
            command.addAll(List.of("--config", file.toString()));
        }
        command.addAll(List.of("--decided", decided.path().toString()));
        command.addAll(List.of(
                "--adopt-cluster",
                plan.cluster().word(),
                "--adopt-engine",
                plan.engine().word(),
                "--adopt-reason",
                String.join(" ", plan.reasons())));
        return command;
    }

    /// The same, to look and plan by itself, by what is decided for the home whenever it starts.
    ///
    /// @param file a settings file that nothing kept with the home names; null for none
    public static List<String> inForeground(Settings settings, @Nullable Path file) {
        List<String> command = new ArrayList<>(serving(settings));
        if (file != null) {
            command.addAll(List.of("--config", file.toString()));
        }
        return List.copyOf(command);
    }

    private static List<String> serving(Settings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-XX:ErrorFile=" + new Home(settings.home()).logs().resolve("crash.log"));
        // `java -jar aiplat.jar up` names it from where the person stands, and the process works elsewhere.
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        command.addAll(List.of("--home", settings.home().toString()));
        return command;
    }
}
