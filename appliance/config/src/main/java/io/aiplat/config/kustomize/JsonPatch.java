package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// JSON Patch (RFC 6902) of objects.
final class JsonPatch {
    private final String label;
    private final List<Operation> operations = new ArrayList<>();

    /// One change.
    private record Operation(
            String op,
            List<String> path,
            List<String> from,
            @Nullable ManifestTree value) {}

    /// @param label how problems call the patch
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it is none
    JsonPatch(String label, Items patch) {
        this.label = label;
        for (ManifestTree item : patch.all()) {
            if (!(item instanceof Fields fields)) {
                throw broken("Each change of a JSON patch has an `op` and a `path`.");
            }
            operations.add(operation(fields));
        }
    }

    private Operation operation(Fields fields) {
        String op = fields.text("op");
        if (fields.get("path") == null) {
            throw broken("A change of a JSON patch has no `path`: " + fields.plain());
        }
        ManifestTree value = fields.get("value");
        if (value == null && List.of("add", "replace", "test").contains(op)) {
            throw broken("The change `" + op + "` at " + fields.text("path") + " has no `value`.");
        }
        return new Operation(op, path(fields.text("path")), path(fields.text("from")), value);
    }

    private List<String> path(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (!pointer.startsWith("/")) {
            throw broken("A path of a JSON patch begins with a slash: " + pointer);
        }
        return List.of(pointer.substring(1).split("/", -1)).stream()
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    /// Changes an object.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if a path leads nowhere, or a test does not hold
    void apply(Fields object) {
        for (Operation operation : operations) {
            List<String> path = operation.path();
            switch (operation.op()) {
                case "add" -> add(object, path, copied(operation));
                case "remove" -> remove(object, path);
                case "replace" -> replace(object, path, copied(operation));
                case "copy" -> add(object, path, found(object, operation.from()).copy());
                case "move" -> {
                    ManifestTree moved = found(object, operation.from());
                    remove(object, operation.from());
                    add(object, path, moved);
                }
                case "test" -> {
                    if (!Objects.equals(
                            found(object, path).plain(), copied(operation).plain())) {
                        throw broken("The test of " + pointer(path) + " does not hold.");
                    }
                }
                default -> throw broken("A JSON patch has no change `" + operation.op() + "`.");
            }
        }
    }

    private static ManifestTree copied(Operation operation) {
        return Objects.requireNonNull(operation.value()).copy();
    }

    private static String pointer(List<String> path) {
        return "/" + String.join("/", path);
    }

    private ApplianceException nowhere(List<String> path) {
        return broken("The path " + pointer(path) + " leads nowhere in the object.");
    }

    private ManifestTree found(Fields object, List<String> path) {
        ManifestTree node = object;
        for (String part : path) {
            node = switch (node) {
                case Fields fields -> {
                    ManifestTree next = fields.get(part);
                    if (next == null) {
                        throw nowhere(path);
                    }
                    yield next;
                }
                case Items items -> items.all().get(index(items, part, path, false));
                case Word _ -> throw nowhere(path);
            };
        }
        return node;
    }

    private ManifestTree parent(Fields object, List<String> path) {
        if (path.isEmpty()) {
            throw broken("A JSON patch cannot take the place of the whole object.");
        }
        return found(object, path.subList(0, path.size() - 1));
    }

    /// Counted from the end where it is negative, as the library that kustomize uses does.
    private int index(Items items, String part, List<String> path, boolean adds) {
        try {
            int size = items.all().size();
            int index = Integer.parseInt(part);
            int most = adds ? size : size - 1;
            int from = index < 0 ? index + size + (adds ? 1 : 0) : index;
            if (from >= 0 && from <= most) {
                return from;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw nowhere(path);
    }

    private void add(Fields object, List<String> path, ManifestTree value) {
        String last = path.isEmpty() ? "" : path.getLast();
        switch (parent(object, path)) {
            case Fields fields -> fields.put(last, value);
            case Items items when last.equals("-") -> items.all().add(value);
            case Items items -> items.all().add(index(items, last, path, true), value);
            case Word _ -> throw nowhere(path);
        }
    }

    private void replace(Fields object, List<String> path, ManifestTree value) {
        found(object, path);
        String last = path.isEmpty() ? "" : path.getLast();
        switch (parent(object, path)) {
            case Fields fields -> fields.put(last, value);
            case Items items -> items.all().set(index(items, last, path, false), value);
            case Word _ -> throw nowhere(path);
        }
    }

    private void remove(Fields object, List<String> path) {
        found(object, path);
        String last = path.isEmpty() ? "" : path.getLast();
        switch (parent(object, path)) {
            case Fields fields -> fields.remove(last);
            case Items items -> items.all().remove(index(items, last, path, false));
            case Word _ -> throw nowhere(path);
        }
    }
}
