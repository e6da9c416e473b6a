package io.aiplat.launcher.wiring;

import io.aiplat.host.Processes;
import io.aiplat.model.Settings;
import io.aiplat.provisioning.run.PersistedClusterChoice;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.ModelRegistryFile;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.SupervisorFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Scope of any command: its settings, its home and the processes of that. Builds what costs nothing; neither a
/// cluster nor Docker is loaded for it.
public sealed class CommandScope permits InstallScope {
    final ProcessContext surroundings;
    final Settings settings;
    final Home home;

    /// Nothing but the state is read yet, for what this home has a cluster under.
    public CommandScope(ProcessContext surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.home = new Home(settings.home());
        this.settings = PersistedClusterChoice.in(
                settings,
                new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC())
                        .read()
                        .map(HomeState::cluster)
                        .orElse(null));
    }

    /// What a person decided.
    public final Settings settings() {
        return settings;
    }

    /// Where things are kept.
    public final Home home() {
        return home;
    }

    /// What was decided once.
    public final StateFile state() {
        return new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC());
    }

    /// The key made at first start.
    public final OwnerKey ownerKey() {
        return new OwnerKey(home.ownerKey(), new SecureRandom());
    }

    /// The key of the admin API, made at first start.
    public final OwnerKey adminKey() {
        return new OwnerKey(home.adminKey(), new SecureRandom());
    }

    /// What is known of models beyond their bytes.
    public final ModelRegistryFile modelRegistry() {
        return new ModelRegistryFile(home);
    }

    /// Which appliance process runs.
    public final ApplianceFile appliance() {
        return new ApplianceFile(home.appliance());
    }

    /// Which process starts it again when it dies.
    public final SupervisorFile supervisor() {
        return new SupervisorFile(home);
    }

    /// Processes in the background.
    public final Processes processes() {
        return new Processes(surroundings.environment());
    }

    final Path userHome() {
        return Path.of(surroundings.properties().getOrDefault("user.home", "."));
    }
}
