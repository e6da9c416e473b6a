package io.aiplat.cluster.node;

import io.aiplat.host.Programs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the program `k3s` is, and what stands in the way of running it here: where a setting says, else the one that
/// a bundle archive brought, else the first on the `PATH`.
///
/// @param said        by the setting; null for a look on the `PATH`
/// @param brought     where one of a bundle would be
/// @param environment of this process
/// @param root        where the machine's files are found, `/`
public record K3sLookup(@Nullable Path said, Path brought, Map<String, String> environment, Path root) {
    public K3sLookup {
        environment = Map.copyOf(environment);
    }

    private Optional<Path> found() {
        Optional<Path> named = said != null
                ? Optional.of(said)
                : Optional.of(brought).filter(Files::isExecutable).or(() -> new Programs(environment).find("k3s"));
        return named.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toAbsolutePath);
    }

    /// The program.
    ///
    /// @throws ApplianceException `CLUSTER_K3S_MISSING`
    public Path required() {
        return found().orElseThrow(() -> new ApplianceException(missing()));
    }

    private Problem missing() {
        return NativeProblems.k3sMissing(said == null ? "k3s on the PATH" : said.toString());
    }

    /// What stands in the way; empty where nothing does.
    ///
    /// @param coming whether what is about to be installed brings k3s
    public List<Problem> problems(boolean coming) {
        List<Problem> problems = new ArrayList<>();
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            problems.add(NativeProblems.notHere("This is " + system + ", and k3s runs on Linux."));
        } else if (!isRoot()) {
            problems.add(NativeProblems.notHere("This process is not root's, and k3s mounts, routes and filters."));
        }
        List<String> missing = new NodeTraces(root, environment).missing();
        if (!missing.isEmpty()) {
            problems.add(NativeProblems.notHere("The programs " + String.join(", ", missing)
                    + " are not there, without which what pods leave" + " could not be cleared away."));
        }
        if (!coming && found().isEmpty()) {
            problems.add(missing());
        }
        return problems;
    }

    private boolean isRoot() {
        try {
            return Files.getAttribute(root.resolve("proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
