package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// A second JVM, for tests of what two processes do to each other.
final class OtherProcess {
    private OtherProcess() {}

    /// Starts one.
    ///
    /// @param task `lock` to hold the lock until its input ends, `write` to write states until it is killed
    static Process start(String task, Home home) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        task,
                        home.root().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws IOException {
        Home home = new Home(Path.of(args[1])).open();
        switch (args[0]) {
            case "lock" -> lock(home);
            case "write" -> write(home);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void lock(Home home) throws IOException {
        try (LockFile _ = LockFile.ofHome(home, "up", Clock.systemUTC())) {
            System.out.println("locked");
            while (System.in.read() >= 0) {
                // Its input is how long it is wanted.
            }
        } catch (ApplianceException e) {
            System.out.println(e.problem().code().id());
        }
    }

    private static void write(Home home) {
        StateFile states = new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC());
        HomeState state = states.readOrCreate();
        System.out.println("writing");
        for (int i = 0; ; i++) {
            states.write(state.with(new HomeState.Cluster(
                    ClusterKind.DOCKER, "c".repeat(i % 5000 + 1), i % 65536, 0, "aiplat", null, null)));
        }
    }
}
