package io.aiplat.inference.llamacpp;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.engine.EngineBuild;
import io.aiplat.supply.engine.EngineProblems;
import io.aiplat.supply.engine.EngineTrial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Trial of a `llama-server`: `--version` and `--list-devices`, in the environment that it would serve in.
///
/// @param environment of this process
/// @param patience    how long each may take
public record LlamaServerTrial(Map<String, String> environment, Duration patience) implements EngineTrial {
    /// Enough for drivers of GPUs that are looked for, and for a disk that is slow.
    private static final Duration USUAL = Duration.ofSeconds(30);

    private static final int MOST_OUTPUT = 1 << 20;
    /// Characters of what it said that are shown.
    private static final int SHOWN = 600;
    /// `version: 6840 (abcdef0)` until 2026, `version: 0.5.0 (build 11194, commit 9f70b2c)` since.
    private static final Pattern OLD = Pattern.compile("version: ([0-9]+) \\(([0-9a-f]+)\\)");
    private static final Pattern NEW =
            Pattern.compile("version: ([A-Za-z0-9._-]+) \\(build ([0-9]+), commit ([0-9a-zA-Z]+)\\)");

    public LlamaServerTrial {
        environment = Map.copyOf(environment);
    }

    /// With a time-out for any machine.
    public LlamaServerTrial(Map<String, String> environment) {
        this(environment, USUAL);
    }

    /// What a run of the program came to.
    ///
    /// @param exit   its status
    /// @param output what it said to either stream
    private record Run(int exit, String output) {}

    @Override
    public EngineBuild of(Path program) {
        Run version = run(program, "--version");
        if (version.exit() != 0 || !version.output().contains("version: ")) {
            throw failed(program, "It ended with exit status " + version.exit() + " and " + said(version.output()));
        }
        return new EngineBuild(release(version.output()), devices(program));
    }

    /// GPUs that it can compute on here, as it names them, each with its memory and how much of that is free.
    ///
    /// @throws ApplianceException ENGINES_DOES_NOT_START
    List<String> devices(Path program) {
        Run run = run(program, "--list-devices");
        return run.exit() == 0 ? devices(run.output()) : List.of();
    }

    /// Numbers of builds tell releases apart; one that somebody built from a copy without history has none worth it.
    private static String release(String output) {
        Matcher now = NEW.matcher(output);
        if (now.find()) {
            return now.group(2).length() > 1 ? "b" + now.group(2) : now.group(1) + "-" + now.group(3);
        }
        Matcher before = OLD.matcher(output);
        if (before.find()) {
            return before.group(1).length() > 1 ? "b" + before.group(1) : "unknown-" + before.group(2);
        }
        return "unknown";
    }

    private static List<String> devices(String output) {
        List<String> devices = new ArrayList<>();
        output.lines()
                .dropWhile(line -> !line.startsWith("Available devices:"))
                .skip(1)
                .filter(line -> line.startsWith("  ") && line.contains(": "))
                .map(String::strip)
                .forEach(devices::add);
        return devices;
    }

    private Run run(Path program, String option) {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), option).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(LlamaServerCommand.passed(environment));
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failed(
                            program, "It did not end within " + patience.toSeconds() + " s when asked for " + option);
                }
                return new Run(
                        process.exitValue(),
                        output.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new ApplianceException(EngineProblems.doesNotStart(program.toString(), e.getMessage() + "."), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(
                    EngineProblems.doesNotStart(program.toString(), "The trial was interrupted."), e);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private static String said(String output) {
        String text = output.strip();
        return text.isEmpty() ? "said nothing" : "said:\n" + text.substring(Math.max(0, text.length() - SHOWN));
    }

    private static ApplianceException failed(Path program, String why) {
        return new ApplianceException(EngineProblems.doesNotStart(program.toString(), why + "."));
    }
}
