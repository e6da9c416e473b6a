package io.aiplat.supply.gguf;

import io.aiplat.model.ApplianceException;
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
/// @param pooling         how many vectors become one, by llama.cpp's numbers; null where it does not say
/// @param specialTokens   how many tokens its tokenizer puts around a text by itself
/// @param chatTemplate    how conversations are written for it, in Jinja; null where it does not say
/// @param newestType      the highest number of a tensor type in it, by which llama.cpp counts them
/// @param longestToken    bytes of the longest token it knows; 0 where it has no vocabulary
/// @param vocabulary      tokens it knows; 0 where it has none
/// @param bytes           size of the file, or of all files of one that was split
/// @param metadata        the numbers that are about its architecture
/// @param tensors         sums over its weights
public record GgufHeader(
        String architecture,
        int contextLength,
        int layers,
        int embeddingLength,
        @Nullable Integer pooling,
        int specialTokens,
        @Nullable String chatTemplate,
        int newestType,
        int longestToken,
        int vocabulary,
        long bytes,
        GgufMetadata metadata,
        GgufTensors tensors) {
    private static final int RANK = 4;
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
        return of(files, files.stream().map(GgufHeader::front).toList());
    }

    /// @param fronts of the files
    static GgufHeader of(List<Path> files, List<GgufReader.Front> fronts) {
        return checked(files.getFirst().toString(), () -> {
            refuseLacking(fronts);
            return of(
                    fronts.getFirst(),
                    fronts.stream().mapToInt(GgufReader.Front::newestType).max().orElse(0),
                    files.stream().mapToLong(file -> file.toFile().length()).sum(),
                    GgufTensors.together(
                            fronts.stream().map(GgufReader.Front::sums).toList()));
        });
    }

    /// The front of one file, whose weights are all there.
    static GgufReader.Front front(Path file) {
        return front(file, null);
    }

    /// The same for who wants to know where everything is.
    ///
    /// @param layout that is filled in; null for none
    static GgufReader.Front front(Path file, @Nullable GgufLayout layout) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe would be waited for, and a device never ends.
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), "It is no ordinary file."));
        }
        try (InputStream in = Files.newInputStream(file)) {
            long bytes = Files.size(file);
            return checked(file.toString(), () -> {
                GgufReader.Front front = new GgufReader(in, bytes, layout).read();
                if (bytes < front.complete()) {
                    throw new GgufReader.Malformed(
                            "It has " + bytes + " bytes and its tensors need " + front.complete() + ": it is cut off.");
                }
                return front;
            });
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    /// Reads the header of a file, or of one part of several, whose weights need not be there yet.
    ///
    /// @param file  what it is called where something is wrong with it
    /// @param in    its bytes from the first one on; no more are taken than the header has, and a buffer full
    /// @param bytes size of the whole file; negative where that is not known
    /// @throws ApplianceException as of [#read], and if the stream breaks
    public static GgufHeader readFront(String file, InputStream in, long bytes) {
        return checked(file, () -> {
            GgufReader.Front front = new GgufReader(in, bytes < 0 ? Long.MAX_VALUE : bytes).read();
            return of(front, front.newestType(), bytes, front.sums());
        });
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    static <T> T checked(String file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (GgufReader.Malformed e) {
            throw new ApplianceException(GgufProblems.fileBroken(file, String.valueOf(e.getMessage())), e);
        } catch (GgufReader.UnknownTensorType e) {
            throw new ApplianceException(GgufProblems.tensorTypeUnknown(file, TensorType.words(e.number())), e);
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file, e.toString()), e);
        }
    }

    static void refuseLacking(List<GgufReader.Front> fronts) throws GgufReader.Malformed {
        if (fronts.stream().allMatch(front -> front.tensors() == 0)) {
            throw new GgufReader.Malformed("It holds no weights.");
        }
        long parts = number(fronts.getFirst().entries(), "split.count", 1);
        if (parts != fronts.size()) {
            throw new GgufReader.Malformed("It is one of " + parts + " parts, and " + fronts.size()
                    + " came; name the first of them, with the others"
                    + " beside it, or join them with llama-gguf-split --merge.");
        }
    }

    private static GgufHeader of(GgufReader.Front front, int newestType, long bytes, GgufTensors sums)
            throws IOException {
        Map<String, Object> entries = front.entries();
        if (!(entries.get("general.architecture") instanceof String architecture)
                || !ARCHITECTURE.matcher(architecture).matches()) {
            throw new GgufReader.Malformed("Its metadata does not say for which architecture it is.");
        }
        Long pooling = entries.get(architecture + ".pooling_type") instanceof Long given ? given : null;
        return new GgufHeader(
                architecture,
                clamped(number(entries, architecture + ".context_length", 0)),
                clamped(number(entries, architecture + ".block_count", 0)),
                clamped(number(entries, architecture + ".embedding_length", 0)),
                pooling == null ? null : clamped(pooling),
                specialTokens(entries),
                entries.get("tokenizer.chat_template") instanceof String template ? template : null,
                newestType,
                front.longestToken(),
                front.vocabulary(),
                bytes,
                GgufMetadata.of(architecture, entries),
                sums);
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

    /// The same model, of which this is the first part: with the sums over all of them.
    ///
    /// @param parts all of them, this one too
    public GgufHeader with(List<GgufHeader> parts) {
        return new GgufHeader(
                architecture,
                contextLength,
                layers,
                embeddingLength,
                pooling,
                specialTokens,
                chatTemplate,
                parts.stream().mapToInt(GgufHeader::newestType).max().orElse(newestType),
                longestToken,
                vocabulary,
                parts.stream().mapToLong(GgufHeader::bytes).sum(),
                metadata,
                GgufTensors.together(parts.stream().map(GgufHeader::tensors).toList()));
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

    /// Whether it says how well a text answers a question, and only that: llama.cpp's kind of pooling 4.
    public boolean ranks() {
        return pooling != null && pooling == RANK;
    }

    /// Whether it reads texts and cannot write any.
    public boolean encoder() {
        return architecture.contains("bert") || architecture.equals("t5encoder");
    }
}
