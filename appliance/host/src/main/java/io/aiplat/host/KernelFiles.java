package io.aiplat.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the small files in which a kernel tells about itself. What is not there, or not for us to read, is empty:
/// kernels differ, and containers hide parts of them.
public final class KernelFiles {
    private KernelFiles() {}

    /// The text of a file without the blanks around it; empty where it cannot be read.
    public static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /// The lines of a file; none where it cannot be read.
    public static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    /// What is in a folder, in the order of names; nothing where it cannot be read.
    public static List<Path> list(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException _) {
            return List.of();
        }
        entries.sort(null);
        return entries;
    }

    /// The number in a text; `otherwise` where it is none, such as cgroup's `max`.
    public static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
