package io.aiplat.launcher.routes;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.file.PlanRead;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// The gateway.yaml that a gateway goes by, read again when it changes. For one thread.
public final class RoutesFile {
    private static final Upstream LOCAL = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());
    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final Path path;
    private final Function<Path, PlanRead> reader;
    private final Supplier<PlanRead> absent;
    private FileTime read = NEVER;
    private FileTime seen = NEVER;

    private RoutesFile(Path path, Function<Path, PlanRead> reader, Supplier<PlanRead> absent) {
        this.path = path;
        this.reader = reader;
        this.absent = absent;
    }

    /// Who goes by the file.
    public interface Follower {
        /// Goes by another plan from now on.
        ///
        /// @throws ApplianceException if that cannot be; what was served is served on
        void follow(GatewayPlan plan);

        /// Is told that the file is wrong, and serves on what was served.
        ///
        /// @param wrong everything, never nothing
        void keep(List<Problem> wrong);
    }

    /// The file of a gateway by itself, which has to be there.
    ///
    /// @param environment that the file's `${env:NAME}` takes from
    public static RoutesFile ofRun(Path path, Map<String, String> environment) {
        Function<Path, PlanRead> reader = file -> GatewayFile.read(file, environment);
        return new RoutesFile(path, reader, () -> reader.apply(path));
    }

    /// The file of an appliance, which serves every model of its engine where there is none.
    ///
    /// @param environment that the file's `${env:NAME}` takes from
    public static RoutesFile ofAppliance(Home home, Map<String, String> environment) {
        return new RoutesFile(
                home.routes(),
                file -> GatewayFile.ofAppliance(file, environment, LOCAL),
                () -> new PlanRead.Accepted(GatewayPlan.localOnly(LOCAL, home.gateway())));
    }

    /// Where it is, or would be.
    public Path path() {
        return path;
    }

    /// Whether it is there.
    public boolean exists() {
        return Files.exists(path);
    }

    /// What it says now.
    public PlanRead read() {
        read = changed();
        seen = read;
        return exists() ? reader.apply(path) : absent.get();
    }

    /// What is wrong with it now; empty if nothing is.
    public List<Problem> problems() {
        return switch (read()) {
            case PlanRead.Accepted _ -> List.of();
            case PlanRead.Refused(var problems) -> problems;
        };
    }

    /// Reads it again if it has changed, and not since the look before: whoever writes it may not be done yet. A file
    /// that vanished is wrong as well, for its prices and guards must not go with it.
    public void look(Follower follower) {
        FileTime now = changed();
        boolean written = now.equals(seen);
        seen = now;
        if (!written || now.equals(read)) {
            return;
        }
        read = now;
        switch (reader.apply(path)) {
            case PlanRead.Accepted(var plan) -> follow(plan, follower);
            case PlanRead.Refused(var problems) -> follower.keep(problems);
        }
    }

    private static void follow(GatewayPlan plan, Follower follower) {
        try {
            follower.follow(plan);
        } catch (ApplianceException e) {
            follower.keep(List.of(e.problem()));
        }
    }

    private FileTime changed() {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException _) {
            // It is not there, or an editor is replacing it; whoever reads it says what is wrong with it.
            return NEVER;
        }
    }
}
