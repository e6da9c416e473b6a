package io.aiplat.gateway.field;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The schema of an API's requests, as far as it has to be known: the fields of the request itself, and the members
/// that its API's structures have below those. Both are open: a field without a row is [FieldKind#FREE], and so is all
/// below it.
public final class FieldTable {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Field> below = new LinkedHashMap<>();

    /// @param fields of the request itself
    /// @param below  members below them, wherever they are
    /// @throws IllegalArgumentException if one of them has two rows
    public FieldTable(List<Field> fields, List<Field> below) {
        fields.forEach(field -> add(this.fields, field));
        below.forEach(field -> add(this.below, field));
    }

    private static void add(Map<String, Field> to, Field field) {
        if (to.put(field.name(), field) != null) {
            throw new IllegalArgumentException(field.name() + " has two rows");
        }
    }

    /// The fields of the request itself.
    public Collection<Field> fields() {
        return fields.values();
    }

    /// The members below them, wherever they are.
    public Collection<Field> below() {
        return below.values();
    }

    /// What a field of the request itself is.
    public FieldKind kind(String name) {
        Field field = fields.get(name);
        return field == null ? FieldKind.FREE : field.kind();
    }

    /// Whether a field of the request itself has a row.
    public boolean knows(String name) {
        return fields.containsKey(name);
    }

    /// What a member is.
    ///
    /// @param parent what it is a member of
    public FieldKind kind(FieldKind parent, String name) {
        if (parent == FieldKind.HIDDEN) {
            return parent;
        }
        Field field = isPeoples(parent) ? null : below.get(name);
        return field == null ? FieldKind.FREE : field.kind();
    }

    /// Whether a member has a row.
    ///
    /// @param parent what it is a member of
    public boolean knows(FieldKind parent, String name) {
        return !isPeoples(parent) && below.containsKey(name);
    }

    private static boolean isPeoples(FieldKind parent) {
        return parent == FieldKind.FREE || parent == FieldKind.JSON;
    }

    /// Rows of the same kind.
    ///
    /// @param names with blanks between them
    public static List<Field> all(FieldKind kind, String names) {
        List<Field> all = new ArrayList<>();
        for (String name : names.strip().split("\\s+", -1)) {
            all.add(new Field(name, kind, ""));
        }
        return all;
    }

    /// A row for what no model is shown.
    public static List<Field> hidden(String name, String why) {
        return List.of(new Field(name, FieldKind.HIDDEN, why));
    }

    /// All of these rows.
    @SafeVarargs
    public static List<Field> rows(List<Field>... rows) {
        List<Field> all = new ArrayList<>();
        for (List<Field> some : rows) {
            all.addAll(some);
        }
        return List.copyOf(all);
    }
}
