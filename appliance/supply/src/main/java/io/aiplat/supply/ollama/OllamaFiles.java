package io.aiplat.supply.ollama;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.exchange.ExchangeProblems;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Files of an Ollama on this machine. Its API says where they are and does not hand them out; whether another machine
/// is meant is seen by their not being here.
final class OllamaFiles {
    /// How it calls blobs. Nothing else is read, whatever it says.
    private static final Pattern BLOB = Pattern.compile("sha256-[0-9a-f]{64}");
    private static final String PARAMETER = "PARAMETER ";
    private static final String QUOTE = "\"\"\"";
    /// The architecture that llama.cpp gives to what turns pictures into tokens.
    private static final String PROJECTOR = "clip";

    private OllamaFiles() {}

    /// The parts of a model.
    ///
    /// @param modelfile as Ollama shows it
    /// @throws ApplianceException MODELS_OUT_OF_REACH, MODELS_MODELFILE_BROKEN
    static ModelParts of(String model, String modelfile) {
        Modelfile.parse(model, modelfile);
        List<Path> weights = new ArrayList<>();
        List<Path> projectors = new ArrayList<>();
        List<StringBuilder> rest = new ArrayList<>();
        boolean inText = false;
        for (String line : modelfile.lines().toList()) {
            boolean instruction = !inText;
            inText ^= line.split(QUOTE, -1).length % 2 == 0;
            if (instruction && line.startsWith("ADAPTER ")) {
                throw outOfReach(model, "It has an adapter, which archives of models have no place for.");
            }
            if (instruction && line.startsWith("FROM ")) {
                Path file = here(model, line.substring("FROM ".length()).strip());
                boolean projector = GgufHeader.read(file).architecture().equals(PROJECTOR);
                (projector ? projectors : weights).add(file);
            } else if (!instruction) {
                rest.getLast().append(line).append('\n');
            } else if (!line.startsWith("#")) {
                rest.add(new StringBuilder(line).append('\n'));
            }
        }
        if (weights.size() != 1 || projectors.size() > 1) {
            throw outOfReach(model, "Ollama says that it has " + weights.size() + " files of weights.");
        }
        return new ModelParts(
                weights, projectors.isEmpty() ? null : projectors.getFirst(), "FROM ./model.gguf\n" + ordered(rest));
    }

    /// Ollama keeps parameters in a Go map and shows them in another order each time; several values of one keep
    /// theirs.
    private static String ordered(List<StringBuilder> shown) {
        List<String> instructions = shown.stream().map(StringBuilder::toString).toList();
        List<String> parameters = instructions.stream()
                .filter(text -> text.startsWith(PARAMETER))
                .sorted(Comparator.comparing(text -> text.split("\\s+", 3)[1]))
                .toList();
        Iterator<String> next = parameters.iterator();
        return instructions.stream()
                .map(text -> text.startsWith(PARAMETER) ? next.next() : text)
                .collect(Collectors.joining());
    }

    private static Path here(String model, String named) {
        try {
            Path file = Path.of(named);
            if (file.isAbsolute()
                    && BLOB.matcher(String.valueOf(file.getFileName())).matches()
                    && Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // It is a path of another system, so a file of another machine.
        }
        throw outOfReach(model, "Its file " + named + " is not on this machine, or is closed to us.");
    }

    private static ApplianceException outOfReach(String model, String why) {
        return new ApplianceException(ExchangeProblems.outOfReach(model, why));
    }
}
