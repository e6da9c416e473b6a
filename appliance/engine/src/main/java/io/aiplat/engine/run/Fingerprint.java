package io.aiplat.engine.run;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Names what an appliance process serves, so that `up` can tell whether the one that runs is the one that is wanted.
public final class Fingerprint {
    private Fingerprint() {}

    /// Of everything an appliance process takes from settings and decisions.
    ///
    /// @return 16 hexadecimal digits
    public static String of(Settings settings, ClusterKind cluster, EngineKind engine, int modelPort) {
        List<Object> parts = List.of(
                settings.gateway(),
                // The wanted model is brought by `up`; the process that serves only may have to keep it in memory.
                settings.models().keepLoaded()
                        ? String.valueOf(settings.models().wanted())
                        : "nothing is kept",
                String.valueOf(settings.models().url()),
                settings.models().plainRegistries(),
                settings.cluster().name(),
                settings.cluster().namespace(),
                String.valueOf(settings.cluster().kubeconfig()),
                String.valueOf(settings.cluster().context()),
                cluster,
                engine,
                modelPort);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
