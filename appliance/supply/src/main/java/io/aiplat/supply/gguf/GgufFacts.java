package io.aiplat.supply.gguf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Facts about a model that people ask for and no engine needs.
///
/// @param quantisation of most of the weights, by llama.cpp's names: `Q4_K_M`; null where the file does not say
/// @param licence      SPDX identifier, or the title of a licence without one; null where the file does not say
/// @param parameters   how many numbers it consists of
public record GgufFacts(
        @Nullable String quantisation, @Nullable String licence, long parameters) {
    /// What SPDX calls a licence that it does not list.
    private static final String OTHER = "other";

    /// Reads them off the files of a model.
    ///
    /// @param files of its weights in their order, at least one
    /// @throws io.aiplat.model.ApplianceException if one cannot be read or is no GGUF file
    public static GgufFacts read(List<Path> files) {
        return of(files.stream().map(GgufHeader::front).toList());
    }

    static GgufFacts of(List<GgufReader.Front> fronts) {
        Map<String, Object> entries = fronts.getFirst().entries();
        long parameters =
                fronts.stream().mapToLong(front -> front.sums().parameters()).sum();
        return new GgufFacts(quantisation(entries), licence(entries), parameters);
    }

    private static @Nullable String quantisation(Map<String, Object> entries) {
        return entries.get("general.file_type") instanceof Long number ? GgufFileType.word(number) : null;
    }

    private static @Nullable String licence(Map<String, Object> entries) {
        String licence = text(entries, "general.license");
        String name = text(entries, "general.license.name");
        return name != null && (licence == null || licence.equals(OTHER)) ? name : licence;
    }

    private static @Nullable String text(Map<String, Object> entries, String key) {
        return entries.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}
