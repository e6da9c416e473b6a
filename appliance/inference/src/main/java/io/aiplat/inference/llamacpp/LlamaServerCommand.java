package io.aiplat.inference.llamacpp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How a `llama-server` is started.
///
/// @param program     where the program is, asked anew for each server: another may have been chosen by then
/// @param home        whose it is; its processes carry it, so that those that were left behind can be told from others
/// @param environment of this process, of which a server gets what it needs to run and compute
public record LlamaServerCommand(Supplier<Path> program, Path home, Map<String, String> environment) {
    /// The variable by which a server carries its home.
    static final String HOME_VARIABLE = "AIPLAT_LLAMA_SERVER_HOME";
    /// The variable by which a server carries who started it: process id and start.
    static final String OWNER_VARIABLE = "AIPLAT_LLAMA_SERVER_OWNER";
    /// Where `llama-server` looks for its key. A command line could be read by every user of the machine.
    static final String KEY_VARIABLE = "LLAMA_API_KEY";

    /// MiB for the beginnings of past prompts. Its own default, 8192, is more than many machines have.
    private static final String PROMPT_CACHE = "256";

    /// Everything else would be an order to it: there is a variable for each of its options.
    private static final Set<String> PASSED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH");
    private static final List<String> PASSED_BEGINNINGS = List.of("NVIDIA_", "CUDA_", "HIP_", "ROCR_", "HSA_", "GGML_");

    /// Ends the server when the pipe that is its standard input does, as it will when we die, however we do.
    /// The server does not read it. A watcher does, and ends what still carries the key, so that nobody is hit
    /// who has the process id by then. The server takes the place of the shell, with its process id and exit.
    /// Before that it offers itself to a kernel that is short of memory.
    private static final String WATCHED = """
            { echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
            exec 3<&0
            { read -r _ <&3
              if [ -d /proc/self ]; then
                case $(tr '\\0' ' ' <"/proc/$$/environ") in *"$LLAMA_API_KEY"*) kill -9 $$ ;; esac
              else kill -9 $$; fi
            } </dev/null >/dev/null 2>&1 &
            exec "$0" "$@" </dev/null 3<&-
            """;

    public LlamaServerCommand {
        environment = Map.copyOf(environment);
    }

    /// The same program every time.
    public LlamaServerCommand(Path program, Path home, Map<String, String> environment) {
        this(() -> program, home, environment);
    }

    /// The command line.
    ///
    /// @param known options of this build; what it does not know and can do without is left out
    /// @throws ApplianceException MODELS_LLAMA_SERVER_TOO_OLD if it lacks what the model needs
    List<String> arguments(Path binary, LlamaServerOptions known, LlamaServerModel model) {
        List<String> options = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
        options.addAll(known.first("--no-webui", "--no-ui"));
        options.addAll(known.first("--offline"));
        options.addAll(known.first("--no-slots"));
        options.addAll(model.loading());
        if (!model.embeds()) {
            options.addAll(known.first("--jinja"));
            if (known.has("--cache-ram")) {
                options.addAll(List.of("--cache-ram", PROMPT_CACHE));
            }
        }
        if (!known.has(LlamaServerOptions.NOT_SHARED)) {
            // Before there was such a choice each slot had a context of its own.
            options.remove(LlamaServerOptions.NOT_SHARED);
        }
        known.require(binary, options);
        List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, binary.toString()));
        arguments.addAll(options);
        return List.copyOf(arguments);
    }

    /// What any run of the program gets of an environment.
    static Map<String, String> passed(Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (PASSED.contains(name) || PASSED_BEGINNINGS.stream().anyMatch(name::startsWith)) {
                variables.put(name, value);
            }
        });
        return variables;
    }

    /// Its whole environment.
    ///
    /// @param owner process id and start of who starts it
    Map<String, String> variables(String key, String owner) {
        Map<String, String> variables = passed(environment);
        variables.put(HOME_VARIABLE, home.toString());
        variables.put(OWNER_VARIABLE, owner);
        variables.put(KEY_VARIABLE, key);
        return variables;
    }
}
