package io.aiplat.launcher.wiring;

import io.aiplat.governance.DurableResponses;
import io.aiplat.governance.wal.DurableLedger;
import io.aiplat.quality.alert.state.AlertStateFile;
import io.aiplat.quality.series.DurableSeries;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Durable;
import io.aiplat.store.Home;
import io.aiplat.store.InstalledArchiveFile;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.ModelDigests;
import io.aiplat.store.ModelRegistryFile;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.PemFiles;
import io.aiplat.store.StateFile;
import io.aiplat.store.gitops.GitopsFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// The list of durable state: every store of a home, for backup and upgrade. A new store is one line here.
public final class HomeStores {
    private HomeStores() {}

    /// Those of an appliance's home, in the order in which they are copied: what is decided comes before what
    /// grows.
    ///
    /// @param home need not be there
    public static List<Durable> of(Home home) {
        return List.of(
                new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC()),
                new DecisionsFile(home),
                new InstalledBundlesFile(home),
                new InstalledArchiveFile(home),
                new OwnerKey(home.ownerKey(), new SecureRandom()),
                new OwnerKey(home.adminKey(), new SecureRandom()),
                new DurableLedger(home.gateway(), Clock.systemUTC()),
                new DurableResponses(home.gateway()),
                new GitopsFiles(home),
                new PemFiles("bundle-keys", home.bundleKeys()),
                new PemFiles("authorities", home.authorities()),
                new ModelRegistryFile(home),
                new DurableSeries(home.metrics()),
                new ModelDigests(home.models()),
                new AlertStateFile(home.alerts()));
    }

    /// Those of a gateway by itself.
    ///
    /// @param store folder of keys and ledger
    public static List<Durable> ofGateway(Path store) {
        return List.of(new DurableLedger(store, Clock.systemUTC()), new DurableResponses(store));
    }
}
