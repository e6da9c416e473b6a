package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// README's quick start and the how-tos that need nothing but the engine in the JAR, as a person follows them: every
/// block of a page, in its order, in one shell, with the JAR in place of the `aiplat` command.
class DocumentedCommandsIT {
    private static final String BLOCK = "documented block ";
    private static final String COMMENT = "\\s+#.*";

    /// A line of a page that is not run as it stands.
    ///
    /// @param line    without its comment
    /// @param instead what is run in its place; empty for nothing
    /// @param why     it cannot run here
    private record Elsewhere(String page, String line, String instead, String why) {}

    private static final List<Elsewhere> ELSEWHERE = List.of(
            new Elsewhere("README", "./install.sh up", "aiplat up", "it builds with Maven: see InstallIT"),
            new Elsewhere(
                    "README",
                    "aiplat gateway run --config gateway.yaml",
                    "",
                    "it serves until it is ended: see RoutesIT"),
            new Elsewhere("README", "mvn verify", "", "this is it"),
            new Elsewhere("README", "mvn verify -Dquick", "", "it builds with Maven"),
            new Elsewhere(
                    "routes",
                    "aiplat gateway run --config gateway.yaml --port 4000",
                    "",
                    "it serves until it is ended: see RoutesIT"),
            new Elsewhere(
                    "keys-and-budgets",
                    "aiplat gateway share --config gateway.yaml",
                    "",
                    "it needs a database: see StoresTest"),
            new Elsewhere("keep-it", "git pull && ./install.sh up", "", "it fetches from the network"),
            new Elsewhere("keep-it", "./install.sh up", "", "it needs a release: see InstallIT"),
            new Elsewhere("keep-it", "./install.sh --uninstall", "", "nothing is installed here: see InstallIT"),
            new Elsewhere(
                    "keep-it", "aiplat down --purge", "aiplat down --purge --yes", "there is no terminal to ask on"));

    @Test
    void theQuickStartOfReadme() {
        try (Aiplat aiplat = Aiplat.atTheUsualPlace()) {
            runs(aiplat, "README", PageBlocks.ofReadme()).tells("aiplat is").tells("export ANTHROPIC_BASE_URL=");
        }
    }

    @Test
    void keysAndBudgets() {
        try (Aiplat aiplat = Aiplat.atTheUsualPlace()) {
            aiplat.run("up").ok();
            runs(aiplat, "keys-and-budgets", PageBlocks.of("keys-and-budgets", "sh"))
                    .tells("pong")
                    .tells("\"prometheus\"");
        }
    }

    /// With the model that is there in place of one that it would have to fetch.
    @Test
    void routes() throws Exception {
        try (Aiplat aiplat = Aiplat.atTheUsualPlace().with("OPENAI_API_KEY", "sk-none")) {
            aiplat.run("up").ok();
            String file = PageBlocks.of("routes", "yaml").getFirst();
            assertTrue(file.contains("qwen3:8b"), file);
            Files.writeString(aiplat.home.resolve("gateway.yaml"), file.replace("qwen3:8b", "smoke"));
            runs(aiplat, "routes", PageBlocks.of("routes", "sh")).tells("fast");
            assertEquals("pong", aiplat.answer("gpt-4", "ping"));
        }
    }

    @Test
    void fitAndBench() throws Exception {
        try (Aiplat aiplat = Aiplat.atTheUsualPlace()) {
            aiplat.run("up").ok();
            runs(aiplat, "fit-and-bench", PageBlocks.of("fit-and-bench", "sh"))
                    .tells("KV cache")
                    .tells("FIRST TOKEN");
        }
    }

    @Test
    void keepIt() throws Exception {
        try (Aiplat aiplat = Aiplat.atTheUsualPlace()) {
            aiplat.run("up").ok();
            runs(aiplat, "keep-it", PageBlocks.of("keep-it", "sh"));
            // The home that the page puts aside before another is brought back.
            Folders.delete(aiplat.home.resolveSibling("aiplat.before"));
            aiplat.assertNothingLeft();
        }
    }

    private static Result runs(Aiplat aiplat, String page, List<String> blocks) {
        List<Elsewhere> unused = new ArrayList<>(
                ELSEWHERE.stream().filter(line -> line.page().equals(page)).toList());
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            script.append("echo '" + BLOCK + i + "' >&2\n");
            for (String line : blocks.get(i).split("\n")) {
                script.append(here(page, line, unused)).append('\n');
            }
        }
        assertEquals(List.of(), unused, "lines that " + page + " has no more");
        Result result = aiplat.shell(script.toString().replace("127.0.0.1:8585", "127.0.0.1:" + aiplat.port));
        assertEquals(0, result.exit(), () -> "this block of " + page + " fails:\n" + last(blocks, result) + result);
        return result;
    }

    private static String here(String page, String line, List<Elsewhere> unused) {
        String command = line.replaceFirst(COMMENT, "");
        for (Elsewhere other : ELSEWHERE) {
            if (other.page().equals(page) && other.line().equals(command)) {
                unused.remove(other);
                return other.instead();
            }
        }
        return line;
    }

    private static String last(List<String> blocks, Result result) {
        Matcher begun =
                Pattern.compile("^" + BLOCK + "(\\d+)$", Pattern.MULTILINE).matcher(result.err());
        return begun.results()
                .reduce((_, later) -> later)
                .map(number -> blocks.get(Integer.parseInt(number.group(1))))
                .orElse("");
    }
}
