package io.aiplat.inference;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Models that a person has taken out of memory. They are not brought back by what keeps models there, until a person
/// brings them back or the appliance starts anew; whoever asks them something has them loaded as ever.
public final class StoppedModels {
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /// Notes that a model shall stay away.
    ///
    /// @param name as [io.aiplat.supply.ModelName#canonical] writes it
    public void add(String name) {
        names.add(name);
    }

    /// Notes that it may come back.
    public void remove(String name) {
        names.remove(name);
    }

    /// Whether it shall stay away.
    public boolean contains(String name) {
        return names.contains(name);
    }
}
