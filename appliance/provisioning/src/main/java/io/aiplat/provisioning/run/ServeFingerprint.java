package io.aiplat.provisioning.run;

import io.aiplat.inference.llamacpp.LlamaServerLimits;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Digests;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.Settings;
import io.aiplat.store.HomeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fingerprint of what an appliance process serves: `up` compares the one that runs with the one wanted.
public final class ServeFingerprint {
    /// Between the rest and the model that is wanted in memory.
    private static final char KEPT = '+';

    private ServeFingerprint() {}

    /// Of everything an appliance process takes from settings and decisions.
    ///
    /// @param made the cluster of this home, as it is written down; null for none
    /// @return 16 hexadecimal digits, and where a model is named that stays in memory, `+` and 16 more
    public static String of(
            Settings settings, ClusterKind cluster, EngineKind engine, HomeState.@Nullable Cluster made) {
        // Settings say where to look for a cluster, which is another place after each switch of a context.
        HomeState.Cluster there = made == null || made.kind() != cluster ? null : made;
        List<Object> parts = List.of(
                settings.gateway(),
                settings.models().keepLoaded(),
                settings.models().url() + engine(settings, engine),
                settings.models().plainRegistries(),
                settings.waits().start(),
                // A token that only some shells have is no reason to end what runs.
                settings.downloads().hub() + " " + settings.downloads().ollamaRegistry() + " "
                        + settings.downloads().bytesPerSecond(),
                // Through these it reaches the servers that a gateway.yaml names.
                settings.network().httpsProxy() + " " + settings.network().caFile(),
                settings.network().noProxy(),
                settings.cluster().name(),
                settings.cluster().namespace(),
                // It renews the certificates of what is exposed.
                settings.exposure(),
                there == null ? "" : there.kubeconfig() + " " + there.context() + " " + there.server(),
                cluster,
                engine,
                made == null ? 0 : made.modelPort());
        String model = settings.models().wanted();
        String rest = digest(parts.toString());
        return model == null || !settings.models().keepLoaded() ? rest : rest + KEPT + digest(model);
    }

    /// Whether a process that was started to serve one thing serves the other too: who names no model to keep in
    /// memory is content with any.
    static boolean covers(String running, String wanted) {
        return running.equals(wanted) || running.startsWith(wanted + KEPT);
    }

    private static String engine(Settings settings, EngineKind engine) {
        String server = settings.models().llamaServer() == null
                ? ""
                : " " + settings.models().llamaServer();
        return engine == EngineKind.LLAMACPP
                ? server + " " + settings.of(LlamaServerLimits.class) + gpus(settings.gpus())
                : server;
    }

    /// Its processes see only what was chosen.
    private static String gpus(GpuChoice choice) {
        return choice.equals(GpuChoice.AUTO) ? "" : " gpus " + choice.words();
    }

    private static String digest(String text) {
        return Digests.sha256(text).substring(0, 16);
    }
}
