package io.aiplat.supply.origin;

import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSourceContract;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// Against the registry of the testbed.
@Timeout(30)
class OciModelSourceIT implements ModelSourceContract {
    private final HttpClient http = HttpClient.newHttpClient();
    private RegistryPush registry;

    @BeforeEach
    void start() throws InterruptedException {
        registry = new RegistryPush(http);
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
    }

    @Override
    public ModelSource source() {
        return new OciModelSource(new RegistryAccess(http, Map.of(), Set.of()));
    }

    @Override
    public String reference() throws Exception {
        registry.publish(
                "x/config",
                "contract-ocimodelsource",
                registry.layer("application/vnd.docker.ai.gguf.v3", WEIGHTS, ""));
        return "oci://" + RegistryPush.REGISTRY + "/" + RegistryPush.REPOSITORY + ":contract-ocimodelsource";
    }

    @Override
    public String missing() {
        return "oci://" + RegistryPush.REGISTRY + "/sources-it/nothing:1";
    }
}
