package io.aiplat.inference.llamacpp;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where `llama-server` is: where a setting says, else in the engine package that was chosen, else the first of that
/// name on the `PATH`.
///
/// @param said        by the setting; null where it says nothing
/// @param installed   program of the package that was chosen; null where none was
/// @param environment of this process
public record LlamaServerLookup(
        @Nullable Path said, @Nullable Path installed, Map<String, String> environment) {
    private static final String NAME = "llama-server";

    public LlamaServerLookup {
        environment = Map.copyOf(environment);
    }

    /// The program; empty where there is none.
    public Optional<Path> found() {
        if (said != null) {
            return first(Stream.of(said));
        }
        return installed != null ? first(Stream.of(installed)) : onThePath();
    }

    /// The first on the `PATH`, whether it is used or not.
    public Optional<Path> onThePath() {
        return first(Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(LlamaServerLookup::in));
    }

    private static Optional<Path> first(Stream<Path> candidates) {
        return candidates
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(Path::toAbsolutePath);
    }

    private static Stream<Path> in(String folder) {
        try {
            return Stream.of(Path.of(folder, NAME));
        } catch (InvalidPathException _) {
            // Nothing can be there.
            return Stream.empty();
        }
    }

    /// Why it cannot be used; empty where it can.
    public Optional<Problem> problem() {
        Path named = said != null ? said : installed;
        return found().isPresent()
                ? Optional.empty()
                : Optional.of(
                        ModelsProblems.llamaServerMissing(named == null ? NAME + " on the PATH" : named.toString()));
    }

    /// The program.
    ///
    /// @throws ApplianceException if there is none
    public Path required() {
        return found().orElseThrow(() -> new ApplianceException(problem().orElseThrow()));
    }
}
