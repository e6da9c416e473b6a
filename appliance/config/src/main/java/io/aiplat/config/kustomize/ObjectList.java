package io.aiplat.config.kustomize;

import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The objects of a folder, in the order they came; no two are the same.
final class ObjectList {
    private final List<KustomizedObject> all = new ArrayList<>();

    /// All of them; the list can be walked while they are changed.
    List<KustomizedObject> all() {
        return List.copyOf(all);
    }

    /// Adds one.
    ///
    /// @param label how problems call where it is from
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it is there already
    void add(String label, KustomizedObject object) {
        if (all.stream().anyMatch(other -> other.id().same(object.id()))) {
            throw broken(
                    label, object.id().words() + " comes from two places. One of them has to go, or to be a patch.");
        }
        all.add(object);
    }

    private static ApplianceException broken(String label, String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    /// Adds what a generator has made, or puts it together with what is there.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it says otherwise than what is there
    void absorb(String label, KustomizedObject made) {
        ObjectId id = made.id();
        List<KustomizedObject> there = any(id::same);
        boolean takes = made.behavior().equals("merge") || made.behavior().equals("replace");
        if (there.size() > 1) {
            throw broken(label, id.words() + " was made more than once; it is not known which one is meant.");
        }
        if (there.isEmpty()) {
            if (takes) {
                throw broken(label, "There is no " + id.words() + " that could be met with `" + made.behavior() + "`.");
            }
            add(label, made);
            return;
        }
        if (!takes) {
            throw broken(label, id.words() + " is there already; a generator needs `behavior: merge` or `replace`.");
        }
        boolean merges = made.behavior().equals("merge");
        KustomizedObject before = there.getFirst();
        made.succeed(before);
        if (merges) {
            made.inherit(before, "data");
            made.inherit(before, "binaryData");
        }
        all.set(all.indexOf(before), made);
    }

    /// Those that were or are such.
    List<KustomizedObject> any(Predicate<ObjectId> wanted) {
        return all.stream()
                .filter(object -> !object.isDeleted())
                .filter(object -> object.allIds().stream().anyMatch(wanted))
                .toList();
    }

    /// Those that are such now.
    List<KustomizedObject> now(Predicate<ObjectId> wanted) {
        return all.stream().filter(object -> wanted.test(object.id())).toList();
    }

    /// Lets go of those that patches have deleted.
    void dropDeleted() {
        all.removeIf(KustomizedObject::isDeleted);
    }
}
