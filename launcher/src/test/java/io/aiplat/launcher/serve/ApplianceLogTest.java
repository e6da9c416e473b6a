package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.render.LogStream;
import io.aiplat.model.Secret;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.store.Home;
import io.aiplat.store.log.LogFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ApplianceLogTest {
    @TempDir
    Path folder;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(seen, true, StandardCharsets.UTF_8);
    private Home home;

    @BeforeEach
    void open() {
        home = new Home(folder.resolve("home")).open();
    }

    @AfterEach
    void restore() {
        LogStream.hide(List.of());
        LogStream.follow(List.of());
        System.setErr(before);
    }

    private List<String> logged() {
        return LogFiles.of(home).tail(ApplianceLog.SERVING, 1000);
    }

    @Test
    void whatIsLoggedGoesToTheHomeWithTheTime() {
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, false)) {
            LoggerFactory.getLogger(ApplianceLogTest.class).info("hello");
        }
        assertEquals(1, logged().size());
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+";
        assertTrue(logged().getFirst().matches(time + " INFO ApplianceLogTest - hello"), logged().toString());
        assertEquals("", seen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whoLooksOnSeesTheSame() {
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, true)) {
            LoggerFactory.getLogger(ApplianceLogTest.class).warn("hello");
        }
        assertEquals(logged(), seen.toString(StandardCharsets.UTF_8).lines().toList());
        System.err.println("afterwards");
        assertTrue(seen.toString(StandardCharsets.UTF_8).contains("afterwards"), "standard error is given back");
    }

    @Test
    void librariesAreHeardOnlyWhenSomethingIsWrong() {
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, false)) {
            LoggerFactory.getLogger("io.helidon.Greeting").info("welcome");
            LoggerFactory.getLogger("io.helidon.Trouble").warn("trouble");
        }
        assertEquals(1, logged().size(), logged().toString());
    }

    @Test
    void librariesThatLogThroughTheJdkWriteTheSameLines() {
        Logger library = Logger.getLogger("io.prometheus.Library");
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, false)) {
            library.info("welcome");
            library.severe("trouble");
        }
        assertEquals(1, logged().size(), logged().toString());
        assertTrue(logged().getFirst().matches("\\d{4}-\\S+ ERROR Library - trouble"), logged().toString());
    }

    @Test
    void aCollectorThatIsDownIsNotToldByItsLibrary() {
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, false)) {
            Logger.getLogger("io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter")
                    .severe("Failed to export spans. The request could not be executed.");
        }
        assertEquals(List.of(), logged());
    }

    @Test
    void whatARequestSaysCannotPassForAnEntry() {
        String forged = "no model x\n2020-01-01T10:00:00.000Z INFO Appliance - all is well\r\u001b[2J\u202e";
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, true)) {
            LoggerFactory.getLogger(ApplianceLogTest.class)
                    .warn(
                            "failed: {}",
                            forged,
                            new IllegalStateException(forged, new IllegalArgumentException(forged)));
        }
        List<String> entries = logged().stream()
                .filter(line -> line.startsWith("2020-01-01T10"))
                .toList();
        assertEquals(List.of(), entries);
        String all = String.join("\n", logged());
        assertTrue(all.contains("\\r\\u001b[2J\\u202e"), all);
        assertFalse(all.contains("\u001b") || all.contains("\r") || all.contains("\u202e"), all);
    }

    @Test
    void noSecretIsWrittenWhoeverSaysIt() {
        Upstream upstream = new Upstream(
                "there",
                UpstreamKind.OPENAI,
                URI.create("http://127.0.0.1:1/v1"),
                new Secret("correct horse-battery"),
                Map.of("x-more", new Secret("Token staple-in-a-header")));
        GatewayConfig plan = LocalModels.only(upstream, folder.resolve("governance.db"));
        try (ApplianceLog _ = ApplianceLog.open(home, terminal, false)) {
            LogStream.hide(List.of(new Secret("the-owners-own")));
            LogStream.follow(ConfigSecrets.of(plan));
            LoggerFactory.getLogger(ApplianceLogTest.class)
                    .warn(
                            "it says correct horse-battery and THE-OWNERS-OWN at http://ann:pass@host/",
                            new IllegalStateException("staple-in-a-header, sk-aiplat-0123456789abcdef"));
        }
        String all = String.join("\n", logged());
        for (String secret : List.of("correct", "owners", "OWNERS", "staple", "pass@", "0123456789")) {
            assertFalse(all.contains(secret), all);
        }
        assertTrue(all.contains("it says *** and *** at http://***@host/"), all);
    }
}
