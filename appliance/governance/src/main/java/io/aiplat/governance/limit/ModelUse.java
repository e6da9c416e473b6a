package io.aiplat.governance.limit;

import java.util.Set;

/// The resource of an authorization decision: a model, by the one name it has.
///
/// A key's list of models means models and not spellings. So a beginning with `*` is compared with the one name
/// alone, while a name that is written out means the model that it is a name of.
///
/// @param model what the name that was asked for stands for in the end
/// @param other further names of it, such as aliases
public record ModelUse(String model, Set<String> other) {
    /// A model that has one name only.
    public static ModelUse of(String model) {
        return new ModelUse(model, Set.of());
    }
}
