package io.aiplat.supply.origin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.source.GgufFileName;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Models in files of this machine: a GGUF file with what lies beside it, or a folder with one model in it.
public final class LocalFileSource implements ModelSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "file";
    }

    @Override
    public boolean takes(String reference) {
        return ModelReference.parse(reference) instanceof ModelReference.LocalFile;
    }

    @Override
    public RemoteModel resolve(String reference) {
        if (!(ModelReference.parse(reference) instanceof ModelReference.LocalFile wanted)) {
            throw new IllegalArgumentException("no file: " + reference);
        }
        Path at = wanted.path().toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(at)) {
                return ofFolder(at, wanted.name());
            }
            if (!Files.exists(at)) {
                throw new ApplianceException(SourceProblems.noModelFile(
                        at.toString(),
                        "There is no such file. A path counts from the folder you are in.",
                        similar(at)));
            }
            GgufFileName name = GgufFileName.parse(at.getFileName().toString());
            Path folder = Objects.requireNonNull(at.getParent(), "a file is in a folder");
            List<GgufFileName> model = name == null ? List.of() : parts(folder, name);
            return model(at, folder, model, wanted.name());
        } catch (IOException e) {
            throw new ApplianceException(
                    SourceProblems.noModelFile(at.toString(), "It cannot be read: " + e.getMessage() + ".", List.of()),
                    e);
        }
    }

    private static RemoteModel ofFolder(Path folder, String name) throws IOException {
        List<String> names = names(folder);
        List<List<GgufFileName>> models = new GgufSelection(names).models();
        if (models.isEmpty()) {
            throw new ApplianceException(
                    names.stream().anyMatch(file -> file.endsWith(".safetensors"))
                            ? SourceProblems.safetensorsOnly(
                                    folder.toString(), folder.getFileName().toString(), List.of())
                            : SourceProblems.noModelFile(
                                    folder.toString(), "There is no GGUF file in this folder.", List.of()));
        }
        if (models.size() > 1) {
            throw new ApplianceException(SourceProblems.noModelFile(
                    folder.toString(),
                    "The folder has " + models.size() + " models; name the file of one.",
                    models.stream()
                            .limit(5)
                            .map(model ->
                                    folder.resolve(model.getFirst().file()).toString())
                            .toList()));
        }
        List<GgufFileName> model = models.getFirst();
        return model(folder.resolve(model.getFirst().file()), folder, parts(folder, model.getFirst()), name);
    }

    /// All parts of a split file, or the file itself.
    private static List<GgufFileName> parts(Path folder, GgufFileName name) {
        List<GgufFileName> parts = new ArrayList<>();
        for (int part = 1; part <= name.parts(); part++) {
            String file = name.pathOf(part);
            if (!Files.exists(folder.resolve(file))) {
                throw new ApplianceException(SourceProblems.noModelFile(
                        folder.resolve(file).toString(),
                        "It is one of " + name.parts() + " parts of a model, and this one is not there.",
                        List.of()));
            }
            parts.add(Objects.requireNonNull(GgufFileName.parse(file), "a GGUF file"));
        }
        return parts;
    }

    private static RemoteModel model(Path file, Path folder, List<GgufFileName> model, String name) throws IOException {
        String own = file.getFileName().toString();
        List<Path> weights = model.isEmpty()
                ? List.of(file)
                : model.stream().map(part -> folder.resolve(part.file())).toList();
        List<RemotePart> parts = new ArrayList<>();
        for (Path part : weights) {
            requireGguf(part);
            parts.add(new RemotePart(Role.WEIGHTS, part.getFileName().toString(), new FileBlob(part)));
        }
        String stem = model.isEmpty() ? own : model.getFirst().stem();
        Path projector = model.isEmpty() ? null : projector(folder, stem);
        if (projector != null) {
            requireGguf(projector);
            parts.add(new RemotePart(Role.PROJECTOR, projector.getFileName().toString(), new FileBlob(projector)));
        }
        Path modelfile = Stream.of(own, stem)
                .map(beside -> folder.resolve(beside.replaceFirst("(?i)\\.gguf$", "") + ".Modelfile"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        if (modelfile != null) {
            parts.addAll(said(modelfile));
        }
        return new RemoteModel(name, file.toString(), null, parts);
    }

    /// A projector that names the model, or one in a folder that has this one model only: with another model's the
    /// engine would not start.
    private static @Nullable Path projector(Path folder, String stem) throws IOException {
        List<String> names = names(folder);
        GgufSelection all = new GgufSelection(names);
        List<String> named = names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(stem.toLowerCase(Locale.ROOT)))
                .toList();
        GgufFileName own = new GgufSelection(named).projector();
        GgufFileName found = own != null ? own : all.models().size() == 1 ? all.projector() : null;
        return found == null ? null : folder.resolve(found.file());
    }

    private static void requireGguf(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("It is no ordinary file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!"GGUF".equals(new String(in.readNBytes(4), StandardCharsets.ISO_8859_1))) {
                throw new ApplianceException(
                        file.toString().endsWith(".safetensors")
                                ? SourceProblems.safetensorsOnly(file.toString(), "WORDS", List.of())
                                : SourceProblems.notGgufThere(
                                        file.toString(), "It does not begin with the four letters GGUF."));
            }
        }
    }

    /// What a Modelfile says beyond the weights, as registries keep it.
    private static List<RemotePart> said(Path modelfile) throws IOException {
        Modelfile read = Modelfile.parse(modelfile.getFileName().toString(), Modelfile.text(modelfile));
        List<RemotePart> parts = new ArrayList<>();
        if (read.template() != null) {
            parts.add(new RemotePart(Role.TEMPLATE, "template", new TextBlob(read.template())));
        }
        if (read.system() != null) {
            parts.add(new RemotePart(Role.SYSTEM, "system", new TextBlob(read.system())));
        }
        if (!read.parameters().isEmpty()) {
            parts.add(new RemotePart(Role.PARAMETERS, "params", new TextBlob(parameters(read))));
        }
        return parts;
    }

    private static String parameters(Modelfile read) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(read.parameters()).forEach((name, values) -> {
            String last = values.getLast();
            if (name.equals("stop")) {
                values.forEach(json.withArray(name)::add);
            } else if (last.matches("-?[0-9]{1,18}")) {
                json.put(name, Long.parseLong(last));
            } else if (last.matches("-?[0-9]+\\.[0-9]+([eE]-?[0-9]+)?")) {
                json.put(name, Double.parseDouble(last));
            } else if (last.equals("true") || last.equals("false")) {
                json.put(name, Boolean.parseBoolean(last));
            } else {
                json.put(name, last);
            }
        });
        return JSON.writeValueAsString(json);
    }

    private static List<String> similar(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> names = names(folder).stream()
                .filter(name -> GgufFileName.parse(name) != null)
                .toList();
        return SpellingSuggestion.to(path.getFileName().toString(), names).stream()
                .map(name -> folder.resolve(name).toString())
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
