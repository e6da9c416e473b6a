package io.aiplat.inference.llamacpp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Which architectures of models a build of llama.cpp knows. It has no option that says so. But what it knows is in a
/// table of names (`LLM_ARCH_NAMES` of
/// [llama-arch.cpp](https://github.com/ggml-org/llama.cpp/blob/master/src/llama-arch.cpp)), and names are in a program
/// as they are, each with a zero behind it, whatever compiler and linker do with them. So a name that is nowhere in it
/// is one that it does not know; one that is there may be there for another reason.
///
/// The table is in the program, or in the library `libllama` beside it. Where neither has names that every build of
/// the last years knows, nothing is known.
final class ProgramArchitectures {
    private static final List<String> IN_EVERY_TABLE = List.of("command-r", "deepseek2");
    /// Libraries of llama.cpp have some megabytes, programs with all in one some hundred.
    private static final long LARGEST = 1L << 30;
    private static final int PIECE = 1 << 20;

    private final Map<Path, Names> read = new ConcurrentHashMap<>();

    private record Names(FileTime modified, Set<String> found, Set<String> looked) {}

    /// Whether a program does not know an architecture, for sure.
    boolean isUnknown(Path program, String architecture) {
        try {
            Set<String> wanted = new HashSet<>(IN_EVERY_TABLE);
            wanted.add(architecture);
            Set<String> found = found(program.toRealPath(), wanted);
            return found.containsAll(IN_EVERY_TABLE) && !found.contains(architecture);
        } catch (IOException _) {
            return false;
        }
    }

    private Set<String> found(Path program, Set<String> wanted) throws IOException {
        FileTime modified = Files.getLastModifiedTime(program);
        Names before = read.get(program);
        if (before != null && before.modified.equals(modified) && before.looked.containsAll(wanted)) {
            return before.found;
        }
        Set<String> found = new HashSet<>();
        for (Path file : files(program)) {
            found.addAll(in(file, wanted));
        }
        read.put(program, new Names(modified, found, wanted));
        return found;
    }

    /// The program and the libraries of llama.cpp where releases and distributions have them.
    private static List<Path> files(Path program) throws IOException {
        List<Path> files = new ArrayList<>(List.of(program));
        Path folder = program.getParent();
        if (folder == null) {
            return files;
        }
        for (Path place : List.of(folder, folder.resolveSibling("lib"), folder.resolveSibling("lib64"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> entries = Files.list(place)) {
                    entries.filter(file -> file.getFileName().toString().startsWith("libllama"))
                            .filter(Files::isRegularFile)
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    private static Set<String> in(Path file, Set<String> wanted) throws IOException {
        Set<String> found = new HashSet<>();
        if (Files.size(file) > LARGEST) {
            return found;
        }
        int longest = wanted.stream().mapToInt(String::length).max().orElse(0) + 1;
        try (InputStream in = Files.newInputStream(file)) {
            String rest = "";
            byte[] piece = new byte[PIECE];
            for (int read = in.readNBytes(piece, 0, PIECE); read > 0; read = in.readNBytes(piece, 0, PIECE)) {
                String text = rest + new String(piece, 0, read, StandardCharsets.ISO_8859_1);
                wanted.stream().filter(name -> text.contains(name + "\0")).forEach(found::add);
                rest = text.substring(Math.max(0, text.length() - longest));
            }
        }
        return found;
    }
}
