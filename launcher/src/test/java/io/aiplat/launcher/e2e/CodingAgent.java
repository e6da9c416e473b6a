package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A coding agent of `testbed/clients/agents` as it is shipped, with nothing set but address, key, model and its
/// own switch for working unasked.
enum CodingAgent {
    CLAUDE_CODE("@anthropic-ai/claude-code-linux-x64/claude") {
        @Override
        List<String> words(String task) {
            return List.of("-p", task, "--dangerously-skip-permissions");
        }

        @Override
        Map<String, String> environment(String url, String key, String model) {
            return Map.of(
                    "ANTHROPIC_BASE_URL",
                    url,
                    "ANTHROPIC_AUTH_TOKEN",
                    key,
                    "ANTHROPIC_MODEL",
                    model,
                    "ANTHROPIC_DEFAULT_HAIKU_MODEL",
                    model,
                    // Without it, root may not work unasked.
                    "IS_SANDBOX",
                    "1");
        }
    },
    CODEX("@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex") {
        @Override
        List<String> words(String task) {
            return List.of("exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", task);
        }

        @Override
        Map<String, String> environment(String url, String key, String model) {
            return Map.of("AIPLAT_KEY", key);
        }

        @Override
        void prepare(Path person, String url, String model) throws IOException {
            Files.createDirectories(person.resolve(".codex"));
            Files.writeString(person.resolve(".codex/config.toml"), """
                    model = "%s"
                    model_provider = "aiplat"

                    [model_providers.aiplat]
                    name = "aiplat"
                    base_url = "%s/v1"
                    env_key = "AIPLAT_KEY"
                    wire_api = "responses"
                    """.formatted(model, url));
        }
    },
    OPENCODE("opencode-linux-x64-baseline/bin/opencode") {
        @Override
        List<String> words(String task) {
            return List.of("run", "--auto", task);
        }

        @Override
        Map<String, String> environment(String url, String key, String model) {
            return Map.of("AIPLAT_KEY", key);
        }

        @Override
        void prepare(Path person, String url, String model) throws IOException {
            Files.createDirectories(person.resolve(".config/opencode"));
            Files.writeString(person.resolve(".config/opencode/opencode.json"), """
                    {"$schema": "https://opencode.ai/config.json", "model": "aiplat/%2$s",
                     "provider": {"aiplat": {"npm": "@ai-sdk/openai-compatible", "name": "aiplat",
                       "options": {"baseURL": "%1$s/v1", "apiKey": "{env:AIPLAT_KEY}"},
                       "models": {"%2$s": {}}}}}
                    """.formatted(url, model));
        }
    };

    private static final String FOLDER = System.getenv().getOrDefault("AIPLAT_TEST_AGENTS", "node_modules");

    private final String program;

    CodingAgent(String program) {
        this.program = program;
    }

    /// What stands behind the program's name for one task without a terminal.
    abstract List<String> words(String task);

    /// Its variables.
    abstract Map<String, String> environment(String url, String key, String model);

    /// Writes its configuration.
    ///
    /// @param person the person's home folder
    void prepare(Path person, String url, String model) throws IOException {}

    /// Its program.
    Path program() {
        return Path.of(FOLDER).resolve(program).toAbsolutePath();
    }

    /// Skips the test where it is not installed.
    void need() {
        Need.that(
                Files.isExecutable(program()),
                this + ": npm ci in a copy of testbed/clients/agents (AIPLAT_TEST_AGENTS names the node_modules)");
    }

    /// Has it do a task to its end.
    ///
    /// @param folder to work in
    Result does(String task, Path folder, String url, String key, String model) {
        Path person = Folders.create("output");
        try {
            prepare(person, url, model);
            Map<String, String> environment = new HashMap<>(environment(url, key, model));
            environment.put("PATH", System.getenv("PATH"));
            environment.put("HOME", person.toString());
            List<String> command = new ArrayList<>(
                    List.of("timeout", "-k", "1", "120", program().toString()));
            command.addAll(words(task));
            return Running.start(command, environment, folder, person.resolve("output"))
                    .result();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(person);
        }
    }
}
