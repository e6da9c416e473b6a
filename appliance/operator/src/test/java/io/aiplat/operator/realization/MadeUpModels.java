package io.aiplat.operator.realization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Made-up home of models, in which a test says what is where.
public final class MadeUpModels implements ModelHome {
    final Map<String, ModelState> states = new HashMap<>();
    final List<String> log = new ArrayList<>();

    @Override
    public ModelState state(String reference, @Nullable String name) {
        return states.getOrDefault(reference, new ModelState.Absent());
    }

    @Override
    public void bring(String reference) {
        log.add("bring " + reference);
        states.put(reference, new ModelState.Coming("fetching", 0, 100, null, null));
    }

    @Override
    public void remove(String name) {
        log.add("remove " + name);
    }

    void has(String reference) {
        states.put(reference, new ModelState.Here(reference, "sha256:1", 100, 4096, 0, 0));
    }
}
