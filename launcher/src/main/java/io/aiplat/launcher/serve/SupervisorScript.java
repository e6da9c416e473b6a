package io.aiplat.launcher.serve;

import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Home;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The supervisor of the appliance that `up` starts: a shell script, since it has to live when a JVM cannot. It
/// starts the appliance again when it dies, at most five times within ten minutes. A service of systemd needs none.
public final class SupervisorScript {
    private static final String NAME = "supervise.sh";

    private SupervisorScript() {}

    /// The command with the supervisor around it; the command itself on a machine without a shell.
    ///
    /// @param home open; the script is written into it, since the JAR may be replaced while it runs
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public static List<String> around(List<String> command, Home home, Processes processes) {
        Optional<Path> shell = processes.find("sh");
        if (shell.isEmpty()) {
            return command;
        }
        List<String> supervised = new ArrayList<>(List.of(
                shell.get().toString(), write(home).toString(), home.root().toString()));
        supervised.addAll(command);
        return List.copyOf(supervised);
    }

    /// A shell reads its script while it runs it, so the old one must stay whole for whoever still does.
    private static Path write(Home home) {
        Path file = home.run().resolve(NAME);
        Path next = home.run().resolve(NAME + ".new");
        try (InputStream script = Objects.requireNonNull(SupervisorScript.class.getResourceAsStream(NAME), NAME)) {
            Files.copy(script, next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}
