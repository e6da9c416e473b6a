package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.SupplyProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Input validation of what is given to a folder of models: people give it names, folders and weights of other
/// forms, and each of them needs another word.
final class ModelInputCheck {
    private static final List<String> OTHER_WEIGHTS =
            List.of(".safetensors", ".bin", ".pt", ".pth", ".onnx", ".ckpt", ".h5", ".mlx", ".npz");
    private static final int MOST_NAMED = 3;

    private ModelInputCheck() {}

    /// Refuses what cannot be a GGUF file, whatever is in it.
    ///
    /// @param given as the person wrote it
    /// @throws ApplianceException MODELS_NOT_GGUF
    static void refuse(String given, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file)) {
            throw refused("The folder " + given, "It takes one file.", inFolder(file));
        }
        if (Files.exists(file)) {
            if (OTHER_WEIGHTS.stream().anyMatch(name::endsWith)) {
                throw refused(
                        "The file " + given,
                        "Its weights are of another form than GGUF.",
                        "Fetch the same model as GGUF, or convert it with llama.cpp's convert_hf_to_gguf.py");
            }
            return;
        }
        boolean path =
                name.endsWith(".gguf") || given.startsWith(".") || given.startsWith("/") || given.startsWith("~");
        throw path
                ? refused(
                        given,
                        "There is no file of that name on the machine that serves.",
                        "Check the path: ls -l " + given)
                : refused(
                        "The name " + given,
                        "It takes files and fetches nothing by name, and there is no file of that name here.",
                        null);
    }

    private static @Nullable String inFolder(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> found = entries.map(Path::toString)
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".gguf"))
                    .sorted()
                    .limit(MOST_NAMED)
                    .toList();
            return found.isEmpty() ? null : "Name one of its files: aiplat models pull " + String.join(" or ", found);
        } catch (IOException _) {
            // Who may not list it is told that it is a folder.
            return null;
        }
    }

    private static ApplianceException refused(String what, String why, @Nullable String fix) {
        return new ApplianceException(SupplyProblems.notGguf(what, why, fix));
    }
}
