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
class OllamaRegistrySourceIT implements ModelSourceContract {
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
        return new OllamaRegistrySource(new RegistryAccess(http, Map.of(), Set.of()), "registry.example");
    }

    @Override
    public String reference() throws Exception {
        registry.publish(
                "x/config",
                "contract-ollamaregistrysource",
                registry.layer("application/vnd.ollama.image.model", WEIGHTS, ""));
        return RegistryPush.REGISTRY + "/" + RegistryPush.REPOSITORY + ":contract-ollamaregistrysource";
    }

    @Override
    public String missing() {
        return RegistryPush.REGISTRY + "/sources-it/nothing:1";
    }
}
