package io.aiplat.launcher.connect;

import io.aiplat.launcher.connect.ClientFile.Unmergeable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Client configuration: each program that `aiplat connect` knows, what it is told, and the file it reads that
/// from.
public enum Client {
    /// Anthropic's coding agent.
    CLAUDE_CODE(true, "claude-*", ClientFile.JSON, "CLAUDE_CONFIG_DIR", ".claude", "settings.json") {
        @Override
        Map<String, Object> settings(ClientTarget to) {
            return Map.of("env", variables(to));
        }

        @Override
        public String byHand(ClientTarget to) {
            return exports(variables(to)) + "claude\n";
        }

        // Every name of a model that it asks for by itself is set, for titles and helpers of its own too.
        private Map<String, Object> variables(ClientTarget to) {
            Map<String, Object> variables = ordered(
                    "ANTHROPIC_BASE_URL", to.url(), "ANTHROPIC_AUTH_TOKEN", to.key(), "ANTHROPIC_MODEL", to.model());
            for (String size : List.of("OPUS", "SONNET", "HAIKU")) {
                variables.put("ANTHROPIC_DEFAULT_" + size + "_MODEL", to.model());
            }
            return variables;
        }

        @Override
        List<String> keyPath() {
            return List.of("env", "ANTHROPIC_AUTH_TOKEN");
        }

        @Override
        List<String> urlPath() {
            return List.of("env", "ANTHROPIC_BASE_URL");
        }

        @Override
        String base(ClientTarget to) {
            return to.url();
        }
    },
    /// OpenAI's coding agent.
    CODEX(true, "gpt-*", ClientFile.TOML, "CODEX_HOME", ".codex", "config.toml") {
        @Override
        Map<String, Object> settings(ClientTarget to) {
            Map<String, Object> settings = ordered("model", to.model(), "model_provider", "aiplat");
            if (to.context() > 0) {
                settings.put("model_context_window", to.context());
            }
            // OpenAI's servers do it, no other; a key with a budget is refused what nobody knows the price of.
            settings.put("web_search", "disabled");
            settings.put(
                    "model_providers",
                    Map.of(
                            "aiplat",
                            ordered(
                                    "name",
                                    "aiplat",
                                    "base_url",
                                    to.v1(),
                                    "wire_api",
                                    "responses",
                                    keyPath().getLast(),
                                    to.key())));
            return settings;
        }

        @Override
        public String byHand(ClientTarget to) {
            return inFile(to) + "codex\n";
        }

        @Override
        List<String> keyPath() {
            return List.of("model_providers", "aiplat", "experimental_bearer_token");
        }

        @Override
        List<String> urlPath() {
            return List.of("model_providers", "aiplat", "base_url");
        }
    },
    /// A coding agent for every provider.
    OPENCODE(true, null, ClientFile.JSON, "XDG_CONFIG_HOME", ".config", "opencode/opencode.json") {
        @Override
        Map<String, Object> settings(ClientTarget to) {
            Map<String, Object> model = ordered("name", to.model());
            if (to.context() > 0) {
                model.put("limit", ordered("context", to.context(), "output", to.answer()));
            }
            Map<String, Object> provider = ordered("npm", "@ai-sdk/openai-compatible", "name", "aiplat");
            provider.put("options", ordered("baseURL", to.v1(), "apiKey", to.key()));
            provider.put("models", Map.of(to.model(), model));
            return ordered(
                    "$schema",
                    "https://opencode.ai/config.json",
                    "model",
                    "aiplat/" + to.model(),
                    "provider",
                    Map.of("aiplat", provider));
        }

        @Override
        public String byHand(ClientTarget to) {
            return inFile(to) + "opencode\n";
        }

        @Override
        List<String> keyPath() {
            return List.of("provider", "aiplat", "options", "apiKey");
        }

        @Override
        List<String> urlPath() {
            return List.of("provider", "aiplat", "options", "baseURL");
        }
    },
    /// An extension of editors.
    CONTINUE(true, null, ClientFile.YAML, "CONTINUE_GLOBAL_DIR", ".continue", "config.yaml") {
        @Override
        Map<String, Object> settings(ClientTarget to) {
            Map<String, Object> model = ordered(
                    "name",
                    "aiplat",
                    "provider",
                    "openai",
                    "model",
                    to.model(),
                    "apiBase",
                    to.v1(),
                    "apiKey",
                    to.key());
            model.put("roles", List.of("chat", "edit", "apply"));
            model.put("capabilities", List.of("tool_use"));
            return ordered("name", "aiplat", "version", "1.0.0", "schema", "v1", "models", List.of(model));
        }

        @Override
        public String byHand(ClientTarget to) {
            return inFile(to);
        }

        @Override
        List<String> keyPath() {
            return List.of("models", "aiplat", "apiKey");
        }

        @Override
        List<String> urlPath() {
            return List.of("models", "aiplat", "apiBase");
        }
    },
    /// A pair programmer for terminals.
    AIDER(false, null, ClientFile.YAML, "HOME", "", ".aider.conf.yml") {
        @Override
        Map<String, Object> settings(ClientTarget to) {
            return ordered("model", "openai/" + to.model(), "openai-api-base", to.v1(), "openai-api-key", to.key());
        }

        @Override
        public String byHand(ClientTarget to) {
            return inFile(to) + "aider\n";
        }

        @Override
        List<String> keyPath() {
            return List.of("openai-api-key");
        }

        @Override
        List<String> urlPath() {
            return List.of("openai-api-base");
        }
    },
    /// An extension of editors that keeps its settings in them.
    CLINE(true, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    # In its settings: API Provider "OpenAI Compatible", and
                    Base URL    %s
                    API Key     %s
                    Model ID    %s
                    """.formatted(to.v1(), to.key(), to.model())
                    + (to.context() > 0 ? "Context Window Size  " + to.context() + "\n" : "");
        }
    },
    /// A chat page for many people.
    OPEN_WEBUI(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return exports(ordered(
                            "ENABLE_OLLAMA_API", "false", "OPENAI_API_BASE_URL", to.v1(), "OPENAI_API_KEY", to.key()))
                    + "open-webui serve\n";
        }
    },
    /// A framework for agents in Python.
    LANGCHAIN(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    from langchain_openai import ChatOpenAI
                    model = ChatOpenAI(model="%s", base_url="%s", api_key="%s")
                    """.formatted(to.model(), to.v1(), to.key());
        }
    },
    /// OpenAI's own library for Python.
    OPENAI_PYTHON(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    from openai import OpenAI
                    client = OpenAI(base_url="%s", api_key="%s")
                    messages = [{"role": "user", "content": "Hello"}]
                    client.chat.completions.create(model="%s", messages=messages)
                    """.formatted(to.v1(), to.key(), to.model());
        }
    },
    /// OpenAI's own library for Node.
    OPENAI_NODE(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    import OpenAI from "openai";
                    const client = new OpenAI({ baseURL: "%s", apiKey: "%s" });
                    const messages = [{ role: "user", content: "Hello" }];
                    await client.chat.completions.create({ model: "%s", messages });
                    """.formatted(to.v1(), to.key(), to.model());
        }
    },
    /// Anthropic's own library for Python.
    ANTHROPIC_PYTHON(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    from anthropic import Anthropic
                    client = Anthropic(base_url="%s", api_key="%s")
                    messages = [{"role": "user", "content": "Hello"}]
                    client.messages.create(model="%s", max_tokens=500, messages=messages)
                    """.formatted(to.url(), to.key(), to.model());
        }
    },
    /// OpenAI's framework for agents.
    OPENAI_AGENTS(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    from agents import Agent, OpenAIChatCompletionsModel, Runner, set_tracing_disabled
                    from openai import AsyncOpenAI
                    set_tracing_disabled(True)
                    client = AsyncOpenAI(base_url="%s", api_key="%s")
                    agent = Agent(name="agent", model=OpenAIChatCompletionsModel("%s", openai_client=client))
                    print(Runner.run_sync(agent, "Hello").final_output)
                    """.formatted(to.v1(), to.key(), to.model());
        }
    },
    /// A framework for agents in Python.
    PYDANTIC_AI(false, null) {
        @Override
        public String byHand(ClientTarget to) {
            return """
                    from pydantic_ai import Agent
                    from pydantic_ai.models.openai import OpenAIChatModel
                    from pydantic_ai.providers.openai import OpenAIProvider
                    provider = OpenAIProvider(base_url="%s", api_key="%s")
                    agent = Agent(OpenAIChatModel("%s", provider=provider))
                    print(agent.run_sync("Hello").output)
                    """.formatted(to.v1(), to.key(), to.model());
        }
    };

    private final boolean agent;
    private final @Nullable String insists;
    private final @Nullable ClientFile form;
    private final String variable;
    private final String folder;
    private final String file;

    /// One whose settings are in no file.
    Client(boolean agent, @Nullable String insists) {
        this(agent, insists, null, "", "", "");
    }

    /// @param variable that moves the folder
    /// @param folder   below the person's home, unless moved
    Client(
            boolean agent,
            @Nullable String insists,
            @Nullable ClientFile form,
            String variable,
            String folder,
            String file) {
        this.agent = agent;
        this.insists = insists;
        this.form = form;
        this.variable = variable;
        this.folder = folder;
        this.file = file;
    }

    /// Its name on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The same, so that completion and messages name it as it is typed.
    @Override
    public String toString() {
        return word();
    }

    /// Whether it works with tools and long prompts, and does nothing without.
    public boolean isAgent() {
        return agent;
    }

    /// The names of models it may ask for whatever it is told, as an alias of gateway.yaml; empty if there are
    /// none.
    public Optional<String> insists() {
        return Optional.ofNullable(insists);
    }

    /// The file it reads; empty if it has none that could be written.
    ///
    /// @param person the person's home folder
    public Optional<Path> file(Map<String, String> environment, Path person) {
        if (form == null) {
            return Optional.empty();
        }
        String moved = environment.getOrDefault(variable, "");
        boolean isMoved = !moved.isEmpty() && !variable.equals("HOME");
        return Optional.of((isMoved ? Path.of(moved) : person.resolve(folder)).resolve(file));
    }

    /// The file's text with ours in it.
    ///
    /// @param before empty for a file that is not there
    /// @throws UnsupportedOperationException if it has no file
    public Merge merge(String before, ClientTarget to) {
        try {
            return new Merge(form().merge(before, settings(to)), "");
        } catch (Unmergeable e) {
            return new Merge("", String.valueOf(e.getMessage()));
        }
    }

    /// What became of a file's text.
    ///
    /// @param text empty if it cannot be merged
    /// @param why  it cannot; empty if it can
    public record Merge(String text, String why) {}

    /// The token that a file has for this endpoint; empty if it has none.
    public Optional<String> keyIn(String text, ClientTarget to) {
        try {
            if (!form().get(text, urlPath()).equals(base(to))) {
                return Optional.empty();
            }
            return Optional.of(form().get(text, keyPath())).filter(key -> !key.isEmpty());
        } catch (Unmergeable e) {
            return Optional.empty();
        }
    }

    /// What a person sets or types.
    public abstract String byHand(ClientTarget to);

    /// What its file says, nested.
    Map<String, Object> settings(ClientTarget to) {
        throw new UnsupportedOperationException(word() + " has no file");
    }

    List<String> keyPath() {
        throw new UnsupportedOperationException(word() + " has no file");
    }

    List<String> urlPath() {
        throw new UnsupportedOperationException(word() + " has no file");
    }

    String base(ClientTarget to) {
        return to.v1();
    }

    String inFile(ClientTarget to) {
        return merge("", to).text() + "\n";
    }

    private ClientFile form() {
        if (form == null) {
            throw new UnsupportedOperationException(word() + " has no file");
        }
        return form;
    }

    private static String exports(Map<String, Object> variables) {
        StringBuilder text = new StringBuilder();
        variables.forEach((name, value) ->
                text.append("export ").append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
