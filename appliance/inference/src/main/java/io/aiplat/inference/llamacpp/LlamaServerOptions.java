package io.aiplat.inference.llamacpp;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Options that a build of `llama-server` knows, as its `--help` lists them. They come and go with its releases, and
/// one that it does not know ends it.
///
/// @param names all of them; empty where it did not tell, and then it counts as knowing all
record LlamaServerOptions(Set<String> names) {
    /// Slots have one context together.
    static final String SHARED = "--kv-unified";
    /// Each slot has a context of its own.
    static final String NOT_SHARED = "--no-kv-unified";

    private static final long PATIENCE_SECONDS = 20;
    private static final int MOST_OUTPUT = 1 << 20;
    /// Builds that were asked, by path, size and time: asking takes as long as starting.
    private static final Map<String, LlamaServerOptions> ASKED = new ConcurrentHashMap<>();

    LlamaServerOptions {
        names = Set.copyOf(names);
    }

    /// Those of a program.
    ///
    /// @param environment of this process
    static LlamaServerOptions of(Path program, Map<String, String> environment) throws InterruptedException {
        String build;
        try {
            build = program + " " + Files.size(program) + " " + Files.getLastModifiedTime(program);
        } catch (IOException _) {
            // Starting it says why.
            return new LlamaServerOptions(Set.of());
        }
        LlamaServerOptions known = ASKED.get(build);
        if (known == null) {
            known = read(help(program, environment));
            ASKED.put(build, known);
        }
        return known;
    }

    /// The words that begin with a hyphen at the beginning of a line of help.
    static LlamaServerOptions read(String help) {
        Set<String> names = new HashSet<>();
        help.lines()
                .filter(line -> line.startsWith("-"))
                .forEach(line -> Arrays.stream(line.split("[\\s,]+", -1))
                        .takeWhile(word -> word.startsWith("-"))
                        .forEach(names::add));
        return new LlamaServerOptions(names);
    }

    private static String help(Path program, Map<String, String> environment) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--help").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(LlamaServerCommand.passed(environment));
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException _) {
            // Starting it with a model says why.
            return "";
        }
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return output.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    /// Whether it knows an option.
    boolean has(String name) {
        return names.isEmpty() || names.contains(name);
    }

    /// The first of these that it knows; none where it knows none, which it can do without.
    List<String> first(String... some) {
        return Arrays.stream(some).filter(this::has).limit(1).toList();
    }

    /// Refuses a command line with an option that it does not know.
    ///
    /// @throws ApplianceException MODELS_LLAMA_SERVER_TOO_OLD
    void require(Path program, List<String> options) {
        options.stream()
                .filter(option -> option.startsWith("--") && !has(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new ApplianceException(ModelsProblems.llamaServerTooOld(program.toString(), option));
                });
    }
}
