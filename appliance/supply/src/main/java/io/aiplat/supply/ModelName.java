package io.aiplat.supply;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names of models, the same for every engine: `smoke`, `qwen2.5:0.5b`. The tag `latest` is understood and
/// not written.
public final class ModelName {
    private static final Pattern FOLDER =
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}(@[A-Za-z0-9_][A-Za-z0-9._-]{0,79})?");
    private static final String LATEST = ":latest";

    private ModelName() {}

    /// The name as it is listed: without the tag `latest`.
    public static String canonical(String name) {
        return name.endsWith(LATEST) ? name.substring(0, name.length() - LATEST.length()) : name;
    }

    /// Whether a model can be served under a name, so that its folder can be called after it: lower-case letters,
    /// digits, dot, underscore and hyphen, at most 80 of them; with a tag, as many more behind a colon.
    public static boolean isServed(String name) {
        return name.indexOf('@') < 0 && isFolder(toFolder(name));
    }

    /// Whether the folder of a model can be called so.
    public static boolean isFolder(String folder) {
        return FOLDER.matcher(folder).matches() && !folder.contains("..");
    }

    /// What the folder of a model is called. Not every file system has names with a colon.
    public static String toFolder(String name) {
        return name.replace(':', '@');
    }

    /// The name of the model in a folder.
    public static String ofFolder(String folder) {
        return folder.replace('@', ':');
    }

    /// The name a file's model gets: `Qwen2.5 0.5B.gguf` becomes `qwen2.5-0.5b`.
    ///
    /// @param file name of the file, without folders
    public static String ofFile(String file) {
        String name = file.toLowerCase(Locale.ROOT)
                .replaceFirst("\\.gguf$", "")
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("\\.{2,}", ".")
                .replaceFirst("^[._-]+", "");
        String bounded = name.length() > 80 ? name.substring(0, 80) : name;
        return bounded.isEmpty() ? "model" : bounded;
    }
}
