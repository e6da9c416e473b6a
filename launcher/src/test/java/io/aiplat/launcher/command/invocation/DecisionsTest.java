package io.aiplat.launcher.command.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.model.Settings;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person decided for a home stays decided; what a real `up` keeps is in DecidedIT.
class DecisionsTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Home home;
    private DecisionsFile file;

    @BeforeEach
    void place() {
        cli = new Cli(folder).with("DOCKER_HOST", "unix:///nope");
        home = new Home(folder.resolve("home"));
        file = new DecisionsFile(home);
    }

    private void served(int port, String listen, List<String> hosts) {
        home.open();
        HomeDecisions.served(home, new Settings.Gateway(listen, port, hosts, List.of()));
    }

    /// A port that nobody on this machine holds.
    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private String setting(String key) {
        String shown = cli.run("settings").out();
        return shown.lines()
                .filter(line -> line.startsWith(key + " "))
                .findFirst()
                .orElse(shown);
    }

    @Test
    void aDecisionIsKeptInAFileOfItsOwnersAndShownWithItsDay() throws IOException {
        Cli.Result set = cli.run("settings", "set", "gateway.port", "8615");
        assertEquals(0, set.exit(), set.err());
        assertTrue(set.out().startsWith("gateway.port is 8615 "), set.out());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
        assertTrue(
                setting("gateway.port").matches("gateway.port +8615 +decided by settings set, \\d{4}-\\d\\d-\\d\\d"),
                setting("gateway.port"));

        Cli.Result unset = cli.run("settings", "unset", "gateway.port");
        assertEquals(0, unset.exit(), unset.err());
        assertTrue(unset.out().startsWith("gateway.port is 8585 (default)"), unset.out());
        assertTrue(setting("gateway.port").endsWith("default"), setting("gateway.port"));
        assertEquals(0, cli.run("settings", "unset", "gateway.port").exit(), "it is forgotten already");
    }

    @Test
    void aDecisionIsRefusedAsAnyOtherValueIs() {
        Cli.Result key = cli.run("settings", "set", "gateway.prot", "8615");
        assertEquals(3, key.exit());
        assertTrue(key.err().contains("SETTINGS_UNKNOWN_KEY") && key.err().contains("gateway.port"), key.err());
        Cli.Result value = cli.run("settings", "set", "gateway.port", "high");
        assertEquals(3, value.exit());
        assertTrue(value.err().contains("a port, 1 to 65535"), value.err());
        Cli.Result alone = cli.run("settings", "set", "gateway.listen=0.0.0.0");
        assertTrue(alone.err().contains("SETTINGS_CONFLICT"), alone.err());
        Cli.Result none = cli.run("settings", "set", "gateway.port");
        assertEquals(2, none.exit());
        assertTrue(none.err().contains("settings unset gateway.port"), none.err());
        assertEquals(3, cli.run("settings", "unset", "gateway.prot").exit());
        assertFalse(Files.exists(file.path()));
        Cli.Result both = cli.run("settings", "set", "gateway.listen=0.0.0.0", "gateway.hosts", "a.example,b.example");
        assertEquals(0, both.exit(), both.err());
    }

    @Test
    void aFlagAndAVariableCountBeforeADecisionAndTheFileAfterIt() throws IOException {
        home.open();
        Files.writeString(folder.resolve("home/aiplat.yaml"), "gateway: {port: 8601}\n");
        assertTrue(setting("gateway.port").contains("8601"), setting("gateway.port"));
        cli.run("settings", "set", "gateway.port", "8602");
        assertTrue(setting("gateway.port").contains("8602"), setting("gateway.port"));
        Cli.Result plan = cli.run("plan");
        assertTrue(plan.out().contains("gateway.port stays as it was decided by settings set"), plan.out());
        assertTrue(plan.out().contains("aiplat.yaml:1:"), plan.out());
        cli.with("AIPLAT_GATEWAY_PORT", "8603");
        assertTrue(setting("gateway.port").contains("8603"), setting("gateway.port"));
        String flag = cli.run("settings", "--set", "gateway.port=8604").out();
        assertTrue(flag.contains("8604"), flag);
    }

    @Test
    void thePlanSaysThatTheEndpointMovesAndWhoMayReachIt() throws IOException {
        served(8615, "0.0.0.0", List.of("ai.example"));
        String plan = cli.run("plan", "--port", free()).out();
        assertTrue(plan.contains("! The endpoint moves from http://127.0.0.1:8615/v1 to http://127.0.0.1:"), plan);
        assertTrue(plan.contains("! Only this machine can reach the endpoint from now on"), plan);
        assertTrue(plan.contains("refused from now on: ai.example."), plan);
        String json = cli.run("plan", "--port", free(), "-o", "json").out();
        assertTrue(json.contains("\"changes\":[\"The endpoint moves"), json);

        cli.run("settings", "set", "gateway.port=8615", "gateway.listen=0.0.0.0", "gateway.hosts=ai.example,b.example");
        String wider = cli.run("plan").out();
        assertFalse(wider.contains("moves"), wider);
        assertTrue(wider.contains("! Requests for these names are taken from now on: b.example."), wider);
    }

    @Test
    void aSettingsFileOnceNamedIsReadUntilItIsForgotten() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "gateway: {port: 8605}\n");
        home.open();
        file.write(Decisions.NONE.withConfig(other.toString()));
        assertTrue(setting("gateway.port").contains("8605"), setting("gateway.port"));
        Files.delete(other);
        Cli.Result gone = cli.run("plan");
        assertEquals(3, gone.exit());
        assertTrue(gone.err().contains("aiplat settings unset config"), gone.err());
        assertEquals(0, cli.run("settings", "unset", "config").exit());
        assertTrue(setting("gateway.port").contains("8585"), setting("gateway.port"));
    }

    @Test
    void aFileThatIsBrokenIsSaidToBeAndNothingIsGuessed() throws IOException {
        home.open();
        Files.writeString(file.path(), "{\"settings\": ");
        Cli.Result broken = cli.run("plan");
        assertEquals(4, broken.exit());
        assertTrue(broken.err().contains("STORE_DECISIONS_BROKEN"), broken.err());
    }

    @Test
    void whatAnOlderAiplatWasStartedWithCountsAsDecided() throws IOException {
        home.open();
        Files.writeString(home.decided(), "{\"gateway.port\": \"8606\"}");
        assertTrue(setting("gateway.port").contains("decided by up, "), setting("gateway.port"));
    }

    @Test
    void aValueForTheRoutesIsKeptAndCheckSaysWhatTheApplianceLacks() throws IOException {
        home.open();
        Files.writeString(home.routes(), """
                upstreams:
                  far: {provider: openai, url: https://far.example/v1, key: "${env:FAR_KEY}"}
                models: [{name: m, deployments: [{upstream: far, model: m}]}]
                """);
        assertEquals(List.of("FAR_KEY"), new RouteVariables(home).names());
        Cli.Result without = cli.run("gateway", "check");
        assertEquals(3, without.exit(), without.out());

        cli.with("FAR_KEY", "secret-of-far");
        Cli.Result here = cli.run("gateway", "check");
        assertEquals(0, here.exit(), here.err());
        assertTrue(here.out().contains("The appliance does not have what is set here of: FAR_KEY"), here.out());
        Cli.Result install =
                cli.with("XDG_CONFIG_HOME", folder.resolve("c").toString()).run("service", "install");
        assertEquals(0, install.exit(), install.err());
        assertEquals(Map.of("FAR_KEY", "secret-of-far"), file.read().variables());
        assertFalse(cli.run("gateway", "check").out().contains("does not have"), "it is kept");
        String shown = cli.run("settings").out();
        assertTrue(shown.contains("FAR_KEY") && !shown.contains("secret-of-far"), shown);

        Cli.Result later = new Cli(folder).run("gateway", "check");
        assertEquals(0, later.exit(), later.err());
    }

    @Test
    void aDecisionDoesNotShowItsValueInPassing() {
        Decisions decisions = Decisions.NONE.withSettings(
                Map.of("network.registries.r.password", new Decisions.Decision("open sesame", "up", Instant.EPOCH)));
        assertFalse(decisions.toString().contains("sesame"), decisions.toString());
    }
}
