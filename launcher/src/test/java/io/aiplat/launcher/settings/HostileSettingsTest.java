package io.aiplat.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every setting with every hostile value, from a file, a variable and a flag: a problem of settings that says
/// where it stands, or a value that can be used; never a fault of aiplat.
@Timeout(120)
class HostileSettingsTest {
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "0",
            "-1",
            "00",
            "1",
            "8585",
            "65535",
            "65536",
            "99999",
            "4294967296",
            "1e3",
            "0x10",
            "1_0",
            "\u0661",
            "NaN",
            ".inf",
            "true",
            "yes",
            "x",
            "X",
            "a b",
            "a\tb",
            "a\nb",
            "a\r\nb: c",
            "a\0b",
            "\u001b[31m",
            "\u202eabc",
            "\ud800",
            "\u00fc",
            "\u540d",
            "'",
            "\"",
            "\\",
            "/",
            "..",
            "../..",
            "~",
            "~/x",
            "/dev/zero",
            "/dev/null",
            "/proc/self/mem",
            "n".repeat(64),
            "n".repeat(5_000),
            "-a",
            "a-",
            "a_b",
            "a.b",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f.1",
            "127.0.0.1",
            "::1",
            "[::1]",
            "::ffff:127.0.0.1",
            "fe80::1%lo",
            "::g",
            "1.2.3.4.5",
            "256.1.1.1",
            "0.0.0.0",
            "localhost",
            "localhost:1",
            "example.com",
            "http://x",
            "http://x:0",
            "http://x:99999",
            "http://x:-1",
            "http://x:",
            "http://u:p@x:1",
            "http://u\u00fc@x",
            "http://[::1]:3128",
            "http://[::1%lo]:1",
            "http://[::g]",
            "http://x/\u00fc",
            "http://x/a b",
            "http://x/?q#f",
            "https://x",
            "ftp://x",
            "file:///x",
            "http:",
            "http://",
            "//x",
            ":",
            ":1",
            "x:1",
            "x:0",
            "x:99999",
            "mailto:a@b",
            "http://" + "a".repeat(300),
            ",",
            ",,",
            "a,b",
            "a,,b",
            "a, b",
            ",a",
            "*",
            "*.x",
            ".x",
            "10.0.0.0/8",
            "10.0.0.0/99",
            "1s",
            "0s",
            "999999h",
            "1000000h",
            "-1s",
            "1d",
            "P1D",
            "auto",
            "docker",
            "existing",
            "none",
            "ollama",
            "embedded",
            "${env:X}",
            "$(id)",
            "`id`",
            "; rm",
            "%00",
            "%s%n",
            "a@sha256:b",
            "a@b",
            "a:b:c");

    @TempDir
    private Path folder;

    private SettingsLoader loader(Map<String, String> environment) {
        return new SettingsLoader(environment, Map.of("os.name", "Linux", "user.home", folder.toString()), folder);
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWithItsPlaceOrCanBeUsed() {
        return SettingTable.ALL.stream()
                .map(setting -> DynamicTest.dynamicTest(setting.key(), () -> {
                    for (String value : HOSTILE) {
                        byFlag(setting.key(), value);
                        checked(
                                loader(Map.of(setting.variable(), value))
                                        .load(new CommandLineSettings(folder, null, List.of())),
                                setting.key(),
                                setting.variable(),
                                value);
                        byFile(setting.key(), value);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> soAreKeysThatPeopleChoose() {
        List<String> keys =
                new ArrayList<>(List.of("images.rancher/k3s", "network.no-such", "home", "images", "network", "x", ""));
        for (String field : NetworkSettings.REGISTRIES.fields()) {
            keys.add("network.registries.r.example." + field);
        }
        return keys.stream()
                .map(key -> DynamicTest.dynamicTest("'" + key + "'", () -> {
                    for (String value : HOSTILE) {
                        byFlag(key, value);
                        byFlag("images." + value, "x");
                        byFlag("network.registries." + value + ".username", "x");
                    }
                }));
    }

    private void byFlag(String key, String value) {
        CommandLineSettings given =
                new CommandLineSettings(folder, null, List.of(new CommandLineSettings.Flag("--set", key, value)));
        checked(loader(Map.of()).load(given), key, "--set", value);
    }

    private void byFile(String key, String value) throws IOException {
        Path file = folder.resolve("given.yaml");
        for (String written : List.of(value, quoted(value))) {
            Files.write(
                    file,
                    (key.replace(".", ":\n  ") + ": " + written + "\n")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            checked(loader(Map.of()).load(new CommandLineSettings(folder, file, List.of())), key, "given.yaml", value);
        }
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> text.append("\\u%04x".formatted(c)));
        return text.append('"').toString();
    }

    private static void checked(SettingsResult resolved, String key, String place, String value) {
        String what = key + " = " + value;
        switch (resolved) {
            case SettingsResult.Rejected(var problems) -> {
                assertFalse(problems.isEmpty(), what);
                for (Problem problem : problems) {
                    assertEquals(ExitCode.SETTINGS, problem.code().exit(), what);
                    String text = problem.toText();
                    boolean conflict = problem.code().id().equals("SETTINGS_CONFLICT");
                    assertTrue(conflict || text.contains(place) || text.contains(key), () -> what + ": " + text);
                    assertTrue(
                            text.chars().noneMatch(c -> c == 0x1b || c == 0 || c == '\r' || c == 0x202e),
                            () -> what + ": " + text);
                }
            }
            case SettingsResult.Loaded loaded -> used(loaded.settings(), what);
        }
    }

    /// What is made of settings where they are used.
    private static void used(Settings settings, String what) {
        URI url = URI.create(Appliance.url(settings.gateway()));
        assertTrue(url.getHost() != null && url.getPort() > 0, what);
        for (URI given : Stream.of(
                        settings.network().httpProxy(),
                        settings.network().httpsProxy(),
                        settings.models().url())
                .filter(uri -> uri != null)
                .toList()) {
            assertTrue(given.getHost() != null, what);
            InetSocketAddress.createUnresolved(given.getHost(), given.getPort() < 0 ? 80 : given.getPort());
            assertTrue(given.getPort() != 0, what);
        }
        assertTrue(settings.waits().model().toNanos() > 0, what);
        settings.sources().forEach((key, source) -> assertFalse(key.isEmpty(), what));
    }

    @TestFactory
    Stream<DynamicTest> aFileThatIsNoneIsRefused() throws Exception {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("a folder", Files.createDirectory(folder.resolve("folder")));
        files.put("a device", Path.of("/dev/zero"));
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        files.put("a pipe", pipe);
        Path large = folder.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        files.put("a large one", large);
        files.put("brackets", Files.writeString(folder.resolve("a"), "[".repeat(100_000)));
        files.put("deep sections", Files.writeString(folder.resolve("b"), "cluster: " + "{a: ".repeat(50_000)));
        files.put(
                "one long text",
                Files.writeString(folder.resolve("c"), "cluster: {name: " + "n".repeat(900_000) + "}"));
        files.put("holds itself", Files.writeString(folder.resolve("d"), "cluster: &a {name: *a}"));
        files.put("bytes", Files.write(folder.resolve("e"), new byte[] {(byte) 0xff, (byte) 0xfe, 0}));
        files.put("list", Files.writeString(folder.resolve("f"), "[a, b]"));
        files.put("nobody", folder.resolve("no-such-file"));
        files.put("too long a name", folder.resolve("n".repeat(300)));
        return files.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> {
                    SettingsResult resolved =
                            loader(Map.of()).load(new CommandLineSettings(folder, file.getValue(), List.of()));
                    assertTrue(resolved instanceof SettingsResult.Rejected, resolved::toString);
                    checked(resolved, "cluster", file.getValue().toString(), file.getKey());
                }));
    }

    @Test
    void aPasswordIsTakenFromAFileOfTextOnly() {
        List<CommandLineSettings.Flag> flags = List.of(
                new CommandLineSettings.Flag("--set", "network.registries.r.example.username", "me"),
                new CommandLineSettings.Flag("--set", "network.registries.r.example.password-file", "/dev/zero"));
        SettingsResult resolved = loader(Map.of()).load(new CommandLineSettings(folder, null, flags));
        checked(resolved, "network.registries", "--set", "/dev/zero");
        assertTrue(resolved instanceof SettingsResult.Rejected);
    }

    /// Command lines that once ended as a fault of aiplat, and others like them.
    @TestFactory
    Stream<DynamicTest> commandLinesAreRefusedAndNoFault() {
        return Stream.of(
                        List.of("settings", "--set", "gateway.listen=127.1"),
                        List.of("settings", "--set", "gateway.port=0"),
                        List.of("settings", "--set", "network.https-proxy=http://x:99999"),
                        List.of("settings", "--set", "models.url=http://u:p@x:0"),
                        List.of("settings", "--set", "=x"),
                        List.of("settings", "--set", "x"),
                        List.of("settings", "--set", "gateway.listen"),
                        List.of("settings", "--set", "models.wanted="),
                        List.of("settings", "--config", "/dev/zero"),
                        List.of("settings", "--config", ""),
                        List.of("up", "--listen", "127.1"),
                        List.of("up", "--port", "-1"),
                        List.of("up", "--model", "\u0000"),
                        List.of("plan", "--listen", "127.1"),
                        List.of("plan", "--kubeconfig", "/dev/zero"),
                        List.of("gateway", "run", "--config", "right.yaml", "--listen", "127.1"),
                        List.of("gateway", "run", "--config", "right.yaml", "--listen", "example.invalid"),
                        List.of("gateway", "run", "--config", "right.yaml", "--listen", ""),
                        List.of("gateway", "run", "--config", "right.yaml", "--port", "99999"),
                        List.of("gateway", "run", "--config", "right.yaml", "--port", "0"),
                        List.of("gateway", "run", "--config", "right.yaml", "--port", "x"),
                        List.of("gateway", "run", "--config", "/dev/zero"),
                        List.of("gateway", "check", "/dev/zero"),
                        List.of("gateway", "check", "."),
                        List.of("gateway", "check", "empty.yaml"),
                        List.of("import", "litellm", "/dev/zero"),
                        List.of("import", "litellm", "."))
                .map(words -> DynamicTest.dynamicTest(String.join(" ", words), () -> {
                    Files.writeString(folder.resolve("right.yaml"), "aliases: {}\n");
                    Files.writeString(folder.resolve("empty.yaml"), "# nothing\n");
                    Cli.Result result = new Cli(folder).run(words.toArray(String[]::new));
                    assertTrue(result.exit() == 2 || result.exit() == 3, () -> result.exit() + " " + result.err());
                    assertFalse(result.err().contains("COMMAND_BUG"), result::err);
                    assertTrue(result.err().chars().noneMatch(c -> c == 0x1b || c == 0), result::err);
                }));
    }
}
