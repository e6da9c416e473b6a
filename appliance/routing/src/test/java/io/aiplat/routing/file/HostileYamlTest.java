package io.aiplat.routing.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.routing.litellm.LiteLlmImport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that are no configuration, or were made to hurt: each is refused with its place, or read; none takes long.
@Timeout(60)
class HostileYamlTest {
    /// More of them with `-Daiplat.rounds=100000`.
    private static final int ROUNDS = Integer.getInteger("aiplat.rounds", 500);

    @TempDir
    private Path folder;

    private static List<Problem> read(String text) {
        ConfigReadResult read = GatewayFile.read("gateway.yaml", text, Path.of("/unused"), Map.of());
        return switch (read) {
            case ConfigReadResult.Accepted _ -> List.of();
            case ConfigReadResult.Refused(var problems) -> problems;
        };
    }

    private static Map<String, String> hostile() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("brackets", "[".repeat(100_000));
        texts.put("closed brackets", "models: " + "[".repeat(10_000) + "]".repeat(10_000));
        texts.put("braces", "{a: ".repeat(50_000));
        texts.put("indentations", deep(5_000));
        texts.put("dashes", "- ".repeat(100_000));
        texts.put("questions", "? ".repeat(100_000));
        texts.put("billion laughs", laughs());
        texts.put("narrow laughs", narrowLaughs());
        texts.put("holds itself", "models: &a [*a]");
        texts.put("section that holds itself", "defaults: &a {price: *a}");
        texts.put("no anchor", "models: *gone");
        texts.put("one long key", "a".repeat(900_000) + ": 1");
        texts.put("one long text", "aliases: {a: " + "b".repeat(900_000) + "}");
        texts.put("one long line of keys", "aliases: {" + names(60_000, i -> "k" + i + ": x") + "}");
        texts.put("long chain of aliases", "aliases: {" + names(30_000, i -> "a" + i + ": a" + (i + 1)) + "}");
        texts.put("circle", "aliases: {" + names(20_000, i -> "a" + i + ": a" + (i + 1) % 20_000) + "}");
        texts.put("two documents", "port: 1\n---\nport: 2\n");
        texts.put("tabs", "models:\n\t- name: x\n");
        texts.put("escape", "port: \u001b[31m1");
        texts.put("null byte", "port: 1\0");
        texts.put("utf-16 as bytes", new String("port: 1".getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_8));
        texts.put("merge", "defaults: {<<: {retries: 1}}");
        texts.put("merge of names", "aliases: {<<: x}");
        texts.put("sections as keys", "{[a]: b, {c: d}: e}");
        texts.put("twice", "port: 1\nport: 2\n");
        texts.put("octal", "port: 010");
        texts.put("octal of today", "port: 0o10");
        texts.put("underscores", "port: _");
        texts.put("date", "port: 2026-01-01");
        texts.put("not a number", "port: .nan");
        texts.put("infinite", "port: .inf");
        texts.put("yes", "telemetry: {content: yes}");
        texts.put("tag", "port: !!binary aGVsbG8=");
        texts.put("class", "port: !!javax.script.ScriptEngineManager [x]");
        texts.put("directive", "%YAML 9.9\n---\nport: 1\n");
        texts.put("unfinished", "models: [{name: \"x");
        texts.put("bidi", "aliases: {\"a\u202eb\": x}");
        texts.put("half a letter", "aliases: {\"a\\uD800b\": x}");
        texts.put(
                "brackets in a pattern",
                "guards: {g: {kind: mask, patterns: [\"" + "(".repeat(20_000) + ")".repeat(20_000) + "\"]}}");
        texts.put("takes without end", "aliases: {a: \"" + "${env:A:-bbbbbbbbbb}".repeat(3_000) + "${x}\"}");
        texts.put("nothing", "");
        texts.put("blanks", " \n\n  \n");
        texts.put("comments", "# a\n# b\n");
        texts.put("null", "null");
        texts.put("tilde", "~");
        texts.put("empty section", "{}");
        texts.put("begin of a document", "---\n");
        texts.put("end of a document", "---\n...\n");
        texts.put("a text", "hello");
        texts.put("a list", "[]");
        return texts;
    }

    private static String deep(int depth) {
        return IntStream.range(0, depth)
                .mapToObj(i -> " ".repeat(i) + "a:\n")
                .limit(1200)
                .collect(Collectors.joining());
    }

    private static String names(int count, java.util.function.IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(", "));
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, alias))));
        }
        return text.toString();
    }

    /// Few aliases, and doubled at each step all the same.
    private static String narrowLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 26; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWithItsPlace() {
        return hostile().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    List<Problem> problems = read(one.getValue());
                    assertFalse(problems.isEmpty(), one.getKey());
                    assertTrue(problems.size() <= 100, "more than anybody reads");
                    for (Problem problem : problems) {
                        assertEquals(ExitCode.SETTINGS, problem.code().exit());
                        String text = problem.toText();
                        assertTrue(text.contains("gateway.yaml"), text);
                        assertTrue(text.length() < 5_000, () -> "long: " + text.substring(0, 200));
                        assertTrue(text.chars().noneMatch(c -> c == 0x1b || c == 0 || c == 0x202e), text);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> anImportOfItEndsAsWell() {
        return hostile().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    try {
                        LiteLlmImport.convert("config.yaml", one.getValue());
                    } catch (ApplianceException e) {
                        assertEquals(ExitCode.SETTINGS, e.problem().code().exit());
                    }
                }));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "\uFEFFport: 4100\n");
        ConfigReadResult read = GatewayFile.read(file, Map.of(), ConfigDryRun.NONE);
        assertEquals(
                4100,
                assertInstanceOf(ConfigReadResult.Accepted.class, read)
                        .plan()
                        .listener()
                        .port());
    }

    @Test
    void onlyAFileOfTextIsRead() throws IOException {
        assertEquals("It is a folder.", why(folder));
        assertEquals("It is a pipe or a device; write what it would give into a file.", why(Path.of("/dev/zero")));
        Path file = folder.resolve("gateway.yaml");
        Files.write(file, "port: 1".getBytes(Charset.forName("UTF-16")));
        assertEquals("It is no UTF-8 text.", why(file));
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        assertEquals("It has more than the 1048576 bytes that such a file may have.", why(file));
        Path round = Files.createSymbolicLink(folder.resolve("round"), folder.resolve("round"));
        assertTrue(why(round).contains("symbolic links"), why(round));
    }

    private static String why(Path file) {
        ConfigReadResult read = GatewayFile.read(file, Map.of(), ConfigDryRun.NONE);
        return assertInstanceOf(ConfigReadResult.Refused.class, read)
                .problems()
                .getFirst()
                .why();
    }

    @Test
    void aSecretIsTakenFromAFileOfTextOnly() {
        String text = "keys: [{name: a, key: \"${file:/dev/zero}\"}, {name: b, key: \"${file:/dev}\"}]";
        assertEquals(
                List.of("ROUTING_VALUE_UNAVAILABLE", "ROUTING_VALUE_UNAVAILABLE"),
                read(text).stream().map(p -> p.code().id()).toList());
    }

    @Test
    void namesOfKeysAndTheirTokensAreThereOnce() {
        List<Problem> problems = read(
                "keys: [{name: a, key: sk-12345678}, {name: a, key: sk-87654321}," + " {name: b, key: sk-12345678}]");
        assertEquals(
                List.of("ROUTING_NAME_TAKEN", "ROUTING_INVALID_VALUE"),
                problems.stream().map(p -> p.code().id()).toList());
        assertFalse(problems.toString().contains("sk-12345678"), "a token is not shown");
    }

    /// Whatever is done to a right file, it is read or refused.
    @Test
    void aFileWithMistakesOfAnyKindIsReadOrRefused() throws IOException {
        String right = Files.readString(Path.of("src/test/resources/everything.yaml"));
        Files.writeString(folder.resolve("claude.key"), "sk-claude");
        Map<String, String> environment = Map.of("MASTER_KEY", "sk-master-1", "OPENAI_API_KEY", "sk-cloud");
        int accepted = 0;
        Random random = new Random(9);
        List<String> pieces = List.of(
                "&a ",
                "*a",
                "[",
                "]",
                "{",
                "}",
                ": ",
                "- ",
                "\n",
                "  ",
                "\"",
                "'",
                "|\n",
                "<<: ",
                "!!",
                "? ",
                "%",
                "\t",
                "#",
                "1e99",
                "-1",
                "${env:X}",
                "${file:/}",
                "null",
                "\u0000",
                "\u001b",
                "\ud800");
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder(right);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                    default -> text.insert(at, text, at / 2, Math.min(at, at / 2 + random.nextInt(80)));
                }
            }
            ConfigReadResult read = GatewayFile.read("gateway.yaml", text.toString(), folder, environment);
            accepted += read instanceof ConfigReadResult.Accepted ? 1 : 0;
            List<Problem> problems = read instanceof ConfigReadResult.Refused(var wrong) ? wrong : List.of();
            List<ExitCode> exits = new ArrayList<>(
                    problems.stream().map(p -> p.code().exit()).distinct().toList());
            exits.remove(ExitCode.SETTINGS);
            assertEquals(List.of(), exits, text.toString());
        }
        assertTrue(accepted > 0 && accepted < ROUNDS, "right and wrong ones: " + accepted);
    }
}
