package io.aiplat.supply.gguf;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.SupplyProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a GGUF file says of itself, read and checked in Java, because native code that is given a broken
/// file may abort or never return.
///
/// @param architecture    for which code it was made: `llama`, `qwen2`, …
/// @param contextLength   tokens it was trained to see at once; 0 where it does not say
/// @param layers          how many; 0 where it does not say
/// @param embeddingLength numbers in its vectors; 0 where it does not say
/// @param keyValueShare   what part of a layer's width keys and values have, above 0, up to 1
/// @param pooling         how many vectors become one, by llama.cpp's numbers; null where it does not say
/// @param specialTokens   how many tokens its tokenizer puts around a text by itself
/// @param chatTemplate    how conversations are written for it, in Jinja; null where it does not say
/// @param newestType      the highest number of a tensor type in it, by which llama.cpp counts them
/// @param longestToken    bytes of the longest token it knows; 0 where it has no vocabulary
/// @param bytes           size of the file, or of all files of one that was split
public record GgufHeader(
        String architecture,
        int contextLength,
        int layers,
        int embeddingLength,
        double keyValueShare,
        @Nullable Integer pooling,
        int specialTokens,
        @Nullable String chatTemplate,
        int newestType,
        int longestToken,
        long bytes) {
    /// The names of all architectures are such words.
    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// Reads a file's header and checks that its weights are all there.
    ///
    /// @throws ApplianceException if it is missing, unreadable, no GGUF file, cut off, one part of several, or has
    ///     tensors of a type that is not known
    public static GgufHeader read(Path file) {
        return read(List.of(file));
    }

    /// Reads the headers of all files that a model was split into, and checks that there are as many as the first
    /// says and that their weights are all there.
    ///
    /// @param files in their order, at least one
    /// @throws ApplianceException as [#read(Path)], and if a part is missing
    public static GgufHeader read(List<Path> files) {
        GgufReader.Front first = front(files.getFirst());
        int newest = first.newestType();
        long tensors = first.tensors();
        long bytes = files.getFirst().toFile().length();
        for (Path file : files.subList(1, files.size())) {
            GgufReader.Front part = front(file);
            newest = Math.max(newest, part.newestType());
            tensors += part.tensors();
            bytes += file.toFile().length();
        }
        try {
            return of(first, files.size(), tensors, newest, bytes);
        } catch (GgufReader.Malformed e) {
            throw broken(files.getFirst(), e);
        }
    }

    private static GgufReader.Front front(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe would be waited for, and a device never ends.
            throw new ApplianceException(SupplyProblems.fileUnreadable(file.toString(), "It is no ordinary file."));
        }
        try (InputStream in = Files.newInputStream(file)) {
            long bytes = Files.size(file);
            GgufReader.Front front = new GgufReader(in, bytes).read();
            if (bytes < front.complete()) {
                throw new GgufReader.Malformed(
                        "It has " + bytes + " bytes and its tensors need " + front.complete() + ": it is cut off.");
            }
            return front;
        } catch (GgufReader.Malformed e) {
            throw broken(file, e);
        } catch (GgufReader.UnknownTensorType e) {
            throw new ApplianceException(
                    SupplyProblems.tensorTypeUnknown(file.toString(), TensorType.words(e.number())), e);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    private static ApplianceException broken(Path file, GgufReader.Malformed e) {
        return new ApplianceException(SupplyProblems.fileBroken(file.toString(), String.valueOf(e.getMessage())), e);
    }

    private static GgufHeader of(GgufReader.Front front, int files, long tensors, int newestType, long bytes)
            throws GgufReader.Malformed {
        Map<String, Object> entries = front.entries();
        if (!(entries.get("general.architecture") instanceof String architecture)
                || !ARCHITECTURE.matcher(architecture).matches()) {
            throw new GgufReader.Malformed("Its metadata does not say for which architecture it is.");
        }
        if (tensors == 0) {
            throw new GgufReader.Malformed("It holds no weights.");
        }
        long parts = number(entries, "split.count", 1);
        if (parts != files) {
            throw new GgufReader.Malformed(
                    "It is one of " + parts + " parts, and " + files + " came; name the first of them, with the others"
                            + " beside it, or join them with llama-gguf-split --merge.");
        }
        long heads = number(entries, architecture + ".attention.head_count", 1);
        long keyValueHeads = number(entries, architecture + ".attention.head_count_kv", heads);
        Long pooling = entries.get(architecture + ".pooling_type") instanceof Long given ? given : null;
        return new GgufHeader(
                architecture,
                clamped(number(entries, architecture + ".context_length", 0)),
                clamped(number(entries, architecture + ".block_count", 0)),
                clamped(number(entries, architecture + ".embedding_length", 0)),
                heads > 0 && keyValueHeads > 0 && keyValueHeads < heads ? (double) keyValueHeads / heads : 1,
                pooling == null ? null : clamped(pooling),
                specialTokens(entries),
                entries.get("tokenizer.chat_template") instanceof String template ? template : null,
                newestType,
                front.longestToken(),
                bytes);
    }

    /// llama.cpp's own defaults: byte-pair tokenizers add nothing unless told, SentencePiece a beginning,
    /// WordPiece a beginning and an end.
    private static int specialTokens(Map<String, Object> entries) {
        Object tokenizer = entries.getOrDefault("tokenizer.ggml.model", "");
        boolean llama3 =
                entries.getOrDefault("tokenizer.ggml.pre", "").toString().startsWith("llama");
        boolean wordPiece = tokenizer.equals("bert");
        boolean begin = flag(entries, "tokenizer.ggml.add_bos_token", tokenizer.equals("llama") || wordPiece || llama3);
        boolean end = flag(entries, "tokenizer.ggml.add_eos_token", wordPiece);
        return (begin ? 1 : 0) + (end ? 1 : 0);
    }

    private static boolean flag(Map<String, Object> entries, String key, boolean otherwise) {
        return entries.get(key) instanceof Boolean given ? given : otherwise;
    }

    private static long number(Map<String, Object> entries, String key, long otherwise) {
        return entries.get(key) instanceof Long given ? given : otherwise;
    }

    private static int clamped(long number) {
        return (int) Math.clamp(number, 0L, Integer.MAX_VALUE);
    }

    /// The newest tensor type for people: its number, with its name where it has one, such as `39 (MXFP4)`.
    public String newestTypeWords() {
        return TensorType.words(newestType);
    }

    /// Whether it makes vectors, and only that.
    public boolean embeds() {
        return pooling != null || encoder();
    }

    /// Whether it reads texts and cannot write any.
    public boolean encoder() {
        return architecture.contains("bert") || architecture.equals("t5encoder");
    }

    /// Memory it will take with so many tokens of context, in bytes: the weights, and two bytes for each
    /// number of the keys and values of each layer. An estimate from below.
    public long memory(int context) {
        return bytes + (long) (4.0 * context * layers * embeddingLength * keyValueShare);
    }
}
