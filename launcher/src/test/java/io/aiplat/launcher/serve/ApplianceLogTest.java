package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.store.Home;
import io.aiplat.store.LogFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
        System.setErr(before);
    }

    private List<String> logged() {
        return LogFiles.of(home).tail(ApplianceLog.SERVING, 10);
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
}
