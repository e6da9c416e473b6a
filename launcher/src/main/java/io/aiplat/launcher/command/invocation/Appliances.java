package io.aiplat.launcher.command.invocation;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.store.Home;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ApplianceRecord;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;

/// Finds the appliance that serves a home.
public final class Appliances {
    private Appliances() {}

    /// The process that runs now.
    ///
    /// @throws ApplianceException CLIENT_NOT_RUNNING
    public static ApplianceRecord running(Path home) {
        new Home(home).requireReadable();
        return new ApplianceFile(new Home(home).appliance())
                .running()
                .orElseThrow(() -> new ApplianceException(ClientProblems.notRunning(home)));
    }

    /// A client of it, with the owner's key.
    ///
    /// @throws ApplianceException CLIENT_NOT_RUNNING
    public static ApplianceClient client(Path home) {
        ApplianceRecord record = running(home);
        return new ApplianceClient(URI.create(record.url()), key(home));
    }

    /// The owner's key.
    ///
    /// @throws ApplianceException CLIENT_NOT_RUNNING if there never was a first start
    public static Secret key(Path home) {
        return new OwnerKey(new Home(home).ownerKey(), new SecureRandom())
                .read()
                .orElseThrow(() -> new ApplianceException(ClientProblems.notRunning(home)));
    }
}
