package io.aiplat.supply.source;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Name of a GGUF file, with what people put into it by
/// [custom](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md#gguf-naming-convention): the quantisation, which
/// of several parts it is, and whether it is a projector.
///
/// @param path  at the source, with folders
/// @param stem  without folders, part and `.gguf`
/// @param quant quantisation in capital letters, as `Q4_K_M` or `UD-Q4_K_XL`; null where the name has none
/// @param part  from 1
/// @param parts how many there are together; 1 for a whole file
public record GgufFileName(
        String path, String stem, @Nullable String quant, int part, int parts) {
    private static final String SUFFIX = ".gguf";
    private static final Pattern SPLIT = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})");
    private static final Pattern QUANT = Pattern.compile(
            "(?<![A-Za-z0-9])((?:UD-)?(?:I?Q[1-9](?:_[0-9A-Z]+)*|TQ[12]_0|MXFP4(?:_MOE)?|BF16|F16|FP16|F32))"
                    + "(?![A-Za-z0-9])");

    /// Reads a name; null where it does not end with `.gguf`.
    ///
    /// @param path with folders or without
    public static @Nullable GgufFileName parse(String path) {
        if (!path.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            return null;
        }
        String whole = path.substring(0, path.length() - SUFFIX.length());
        String name = whole.substring(whole.lastIndexOf('/') + 1);
        Matcher split = SPLIT.matcher(name);
        boolean several = split.matches();
        String stem = several ? split.group(1) : name;
        String quant = quant(stem);
        return new GgufFileName(
                path,
                stem,
                quant == null ? quant(whole) : quant,
                several ? Integer.parseInt(split.group(2)) : 1,
                several ? Math.max(1, Integer.parseInt(split.group(3))) : 1);
    }

    /// The last one counts: `mixtral-8x7b-Q8_0-requant-Q4_K_M`.
    private static @Nullable String quant(String text) {
        return QUANT.matcher(text.toUpperCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    /// Without folders.
    public String file() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// What all parts of one model have in common.
    public String group() {
        return path.substring(0, path.length() - file().length()) + stem + "/" + parts;
    }

    /// Whether it turns pictures or sound into tokens.
    public boolean isProjector() {
        return stem.toLowerCase(Locale.ROOT).contains("mmproj");
    }

    /// Whether it is a model at all: files of statistics that quantisers use are named so too.
    public boolean isWeights() {
        return !isProjector() && !stem.toLowerCase(Locale.ROOT).contains("imatrix");
    }

    /// The path of another part of the same model.
    ///
    /// @param number from 1
    public String pathOf(int number) {
        String folders = path.substring(0, path.length() - file().length());
        return parts == 1 ? path : folders + "%s-%05d-of-%05d%s".formatted(stem, number, parts, SUFFIX);
    }
}
