package io.aiplat.inference.embedded;

import io.aiplat.inference.embedded.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a worker JVM is started.
///
/// @param java      the `java` program
/// @param classPath where this room and llama.cpp's bindings are: the JAR, or a class path
/// @param flags     for the JVM
public record WorkerCommand(Path java, String classPath, List<String> flags) {
    /// What a worker needs: little heap (the model is outside of it, and prompts are bounded, see
    /// [PromptLimit]), much stack (llama.cpp matches chat templates by recursion), a quick start, nothing
    /// left in `/tmp`, no core dump where native code aborts.
    public static final List<String> FLAGS = List.of(
            "-Xmx128m",
            "-Xss8m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED");

    /// Moves the pipe that standard output is to descriptor 3 and lets standard output be the log: native
    /// code prints there as it likes, and would print into the middle of our frames. Java alone can do that
    /// for no process.
    ///
    /// Before that, a worker offers itself to a kernel that is short of memory: that ends a worker and not the
    /// appliance, which starts another. Where there is no such file nothing is said.
    private static final String PIPE_ON_3 =
            "{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null;" + " exec 3>&1 1>&2; exec \"$0\" \"$@\" /dev/fd/3";

    public WorkerCommand {
        flags = List.copyOf(flags);
    }

    /// This JVM's own `java`, with [#FLAGS].
    ///
    /// @param javaHome  the system property `java.home`
    /// @param classPath the system property `java.class.path`
    public static WorkerCommand of(String javaHome, String classPath) {
        return new WorkerCommand(Path.of(javaHome, "bin", "java"), classPath, FLAGS);
    }

    /// The command line.
    ///
    /// @param tmp  for the native library, which its loader unpacks and nobody removes
    /// @param logs for the JVM's report of a crash
    List<String> arguments(Path tmp, Path logs) {
        List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", PIPE_ON_3, java.toString()));
        arguments.addAll(flags);
        arguments.add("-Djava.io.tmpdir=" + tmp);
        arguments.add("-XX:ErrorFile=" + logs.resolve("worker-crash.log"));
        arguments.add("-cp");
        arguments.add(classPath);
        arguments.add(Worker.class.getName());
        return arguments;
    }
}
