package io.aiplat.gateway.guard;

import io.aiplat.gateway.field.AnswerFields;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.wire.json.JsonObjectView;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Guard rules of an endpoint: which fields of its requests and answers guards look at, and what they cannot look at.
///
/// @param asked       fields of requests
/// @param answered    fields of answers
/// @param isBlind     whether guards cannot read its requests at all
/// @param numbered    a field in which numbers of tokens may stand for a text; null for none
/// @param vectors     fields that have vectors in place of a text
/// @param shows       whether a request wants of its answer what would show what is masked in it
/// @param looksAfter  whether its answers have texts
/// @param events      where a stream of it has them
public record GuardRules(
        FieldTable asked,
        FieldTable answered,
        boolean isBlind,
        @Nullable String numbered,
        List<String> vectors,
        Predicate<JsonObjectView> shows,
        boolean looksAfter,
        EventFormat events) {
    /// Of an endpoint that is asked with texts.
    ///
    /// @param fields of requests
    public static GuardRules of(FieldTable fields) {
        return new GuardRules(fields, AnswerFields.TABLE, false, null, List.of(), _ -> false, false, EventFormat.NONE);
    }

    /// Where answers have texts.
    ///
    /// @param format of the events of a stream
    public GuardRules answering(EventFormat format) {
        return new GuardRules(asked, answered, isBlind, numbered, vectors, shows, true, format);
    }

    /// Where answers have texts in other fields.
    public GuardRules answered(FieldTable fields) {
        return new GuardRules(asked, fields, isBlind, numbered, vectors, shows, looksAfter, events);
    }

    /// Where a request may want of its answer what would show what is masked in it.
    public GuardRules showing(Predicate<JsonObjectView> wants) {
        return new GuardRules(asked, answered, isBlind, numbered, vectors, wants, looksAfter, events);
    }

    /// Where numbers of tokens, or vectors, may stand for a text.
    ///
    /// @param field of the numbers
    /// @param more  fields of vectors
    public GuardRules numbering(String field, String... more) {
        return new GuardRules(asked, answered, isBlind, field, List.of(more), shows, looksAfter, events);
    }

    /// Where guards cannot read what is asked.
    public GuardRules blind() {
        return new GuardRules(asked, answered, true, numbered, vectors, shows, looksAfter, events);
    }
}
