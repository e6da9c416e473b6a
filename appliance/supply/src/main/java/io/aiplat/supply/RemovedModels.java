package io.aiplat.supply;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.gguf.GgufProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Which of the models in the JAR a person has removed: they stay away until somebody asks for them. A file with a
/// name on each line; none before the first.
public final class RemovedModels {
    private final Path file;

    /// The file, whether it is there or not.
    public RemovedModels(Path file) {
        this.file = file;
    }

    /// Their names.
    ///
    /// @throws ApplianceException if the file cannot be read
    public Set<String> names() {
        try {
            Set<String> names = new TreeSet<>();
            if (Files.isRegularFile(file)) {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(names::add);
            }
            return names;
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    /// Remembers one.
    ///
    /// @throws ApplianceException if that cannot be written
    public void add(String name) {
        change(names -> names.add(name));
    }

    /// Forgets that one was removed.
    ///
    /// @throws ApplianceException if that cannot be written
    public void forget(String name) {
        change(names -> names.remove(name));
    }

    private synchronized void change(Consumer<Set<String>> change) {
        Set<String> before = names();
        Set<String> after = new TreeSet<>(before);
        change.accept(after);
        if (after.equals(before)) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, String.join("\n", after) + "\n", StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored("list of removed ones", e.toString()), e);
        }
    }
}
