package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultModelTest {
    private static final ServingOptions KEPT = new ServingOptions(null, ServingOptions.FOREVER);

    @TempDir
    Path folder;

    private static String name(String wanted, EngineKind engine) {
        return DefaultModel.of(new Settings.Models(engine, null, null, wanted, List.of(), true), engine)
                .name();
    }

    private GatewayConfig plan(String models) throws IOException {
        Files.writeString(folder.resolve("gateway.yaml"), """
                upstreams:
                  here: {provider: embedded}
                  there: {provider: ollama, url: "http://127.0.0.1:1"}
                models:
                """ + models);
        ConfigReadResult read =
                ConfigReload.ofAppliance(new Home(folder), Map.of()).read();
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    private ServingOptions kept(String models) throws IOException {
        return new DefaultModel("smoke").kept(plan(models));
    }

    @Test
    void isTheWantedOneElseThePackedOne() {
        assertEquals("smoke", name(null, EngineKind.OLLAMA));
        assertEquals("qwen3:8b", name("qwen3:8b", EngineKind.OLLAMA));
        assertEquals("qwen3", name("qwen3:latest", EngineKind.OLLAMA));
        assertEquals("qwen3-8b", name("/models/Qwen3 8b.gguf", EngineKind.EMBEDDED));
        assertEquals("qwen3-8b", name("/models/Qwen3 8b.gguf", EngineKind.LLAMACPP));
        assertEquals("smoke-embed", name("smoke-embed", EngineKind.EMBEDDED));
        assertEquals("registry.example/team/x:1", name("registry.example/team/x:1", EngineKind.OLLAMA));
        assertEquals("x:1", name("registry.example/team/x:1", EngineKind.LLAMACPP));
        assertEquals("tiny:q8_0", name("hf.co/ann/Tiny-GGUF:Q8_0", EngineKind.OLLAMA));
        assertEquals("tiny:q8_0", name("hf.co/ann/Tiny-GGUF:Q8_0", EngineKind.LLAMACPP));
    }

    @Test
    void isKeptWithTheContextItsRouteSays() throws IOException {
        assertEquals(KEPT, kept("  []"));
        assertEquals(KEPT, kept("  - {name: fast, deployments: [{upstream: here, model: smoke}]}"));
        assertEquals(
                new ServingOptions(512, ServingOptions.FOREVER),
                kept("  - {name: fast, deployments: [{upstream: here, model: \"smoke:latest\", context: 512}]}"));
        assertEquals(
                new ServingOptions(256, ServingOptions.FOREVER),
                kept("  - {name: \"*\", deployments: [{upstream: here, model: \"*\", context: 256}]}"));
    }

    @Test
    void isNotKeptWhereTheFileSaysHowLongItStays() throws IOException {
        assertNull(kept("  - {name: fast, deployments: [{upstream: here, model: smoke, keep_alive: 10m}]}"));
        assertEquals(
                KEPT, kept("  - {name: fast, deployments: [{upstream: here, model: smoke, keep_alive: forever}]}"));
        assertEquals(KEPT, kept("  - {name: fast, deployments: [{upstream: there, model: smoke, keep_alive: 10m}]}"));
    }

    @Test
    void isNotKeptWhereNothingUsesIt() throws IOException {
        assertNull(kept("  - {name: \"*\", deployments: [{upstream: there, model: \"*\"}]}"));
    }
}
