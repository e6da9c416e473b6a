package io.aiplat.routing.litellm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what became of each field, so that none is forgotten: what nobody judged is judged by the table of
/// [FieldNotes], and what is not even there is unsupported.
final class ImportOutcomes {
    private final Map<String, Judged> judged = new HashMap<>();

    /// @param note for a person
    record Judged(ImportOutcome verdict, String note) {}

    void exact(LiteLlmNode field, String note) {
        judge(field, ImportOutcome.EXACT, note);
    }

    void manual(LiteLlmNode field, String note) {
        judge(field, ImportOutcome.MANUAL, note);
    }

    void unsupported(LiteLlmNode field, String note) {
        judge(field, ImportOutcome.UNSUPPORTED, note);
    }

    private void judge(LiteLlmNode field, ImportOutcome verdict, String note) {
        judged.putIfAbsent(field.path(), new Judged(verdict, note));
    }

    /// Everything in the file, in its order.
    List<ImportedField> all(LiteLlmNode file) {
        return file.leaves().stream()
                .filter(leaf -> !leaf.path().isEmpty())
                .map(leaf -> {
                    Judged found = of(leaf.path());
                    return new ImportedField(leaf.path(), leaf.line(), found.verdict(), found.note());
                })
                .toList();
    }

    private Judged of(String path) {
        for (String part = path; !part.isEmpty(); part = above(part)) {
            Judged found = judged.get(part);
            if (found != null) {
                return found;
            }
        }
        for (String part = path.replaceAll("\\[[0-9]+]", "[]"); !part.isEmpty(); part = above(part)) {
            @Nullable Judged found = FieldNotes.of(part);
            if (found != null) {
                return found;
            }
        }
        return new Judged(ImportOutcome.UNSUPPORTED, "aiplat does not know this field");
    }

    private static String above(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }
}
