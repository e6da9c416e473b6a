package io.aiplat.operator.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Records as JSON and back, by their components: whatever a configuration gets, a document has it too. Of a sealed
/// interface the name of the record is written beside its components. Nulls are left out, and names that are not known
/// are passed over, so that two versions understand each other as far as they can.
final class RecordCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String KIND = "@";

    private RecordCodec() {}

    /// Writes a value: the same for what is equal.
    ///
    /// @throws IllegalArgumentException for a type that a configuration has never had
    static JsonNode write(Object value) {
        return switch (value) {
            case String text -> NODES.textNode(text);
            case Boolean yes -> NODES.booleanNode(yes);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Enum<?> word -> NODES.textNode(word.name());
            case Duration time -> NODES.textNode(time.toString());
            case Instant time -> NODES.textNode(time.toString());
            case URI address -> NODES.textNode(address.toString());
            case Pattern pattern ->
                NODES.objectNode().put("pattern", pattern.pattern()).put("flags", pattern.flags());
            case Set<?> set -> {
                ArrayNode array = NODES.arrayNode();
                TreeMap<String, JsonNode> sorted = new TreeMap<>();
                set.forEach(each -> sorted.put(write(each).toString(), write(each)));
                sorted.values().forEach(array::add);
                yield array;
            }
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(each -> array.add(write(each)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                Map<String, JsonNode> sorted = new TreeMap<>();
                map.forEach((key, each) -> sorted.put(String.valueOf(key), write(each)));
                sorted.forEach(object::set);
                yield object;
            }
            case Record each -> record(each);
            default -> throw new IllegalArgumentException("no form for " + value.getClass());
        };
    }

    private static ObjectNode record(Record value) {
        ObjectNode object = NODES.objectNode();
        if (List.of(value.getClass().getInterfaces()).stream().anyMatch(Class::isSealed)) {
            object.put(KIND, value.getClass().getSimpleName());
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                Object part = accessor.invoke(value);
                if (part != null) {
                    object.set(component.getName(), write(part));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot read " + component, e);
            }
        }
        return object;
    }

    /// Reads what [#write] has written.
    ///
    /// @throws IllegalArgumentException if it is of another form, or what it says cannot be
    static <T> T read(JsonNode json, Class<T> type) {
        Object value = of(json, type);
        if (value == null) {
            throw new IllegalArgumentException("no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static @Nullable Object of(@Nullable JsonNode json, Type type) {
        if (json == null || json.isNull() || json.isMissingNode()) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return many(json, generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return json.asText();
        } else if (plain == boolean.class || plain == Boolean.class) {
            return json.asBoolean();
        } else if (plain == int.class || plain == Integer.class) {
            return json.asInt();
        } else if (plain == long.class || plain == Long.class) {
            return json.asLong();
        } else if (plain == double.class || plain == Double.class) {
            return json.asDouble();
        } else if (plain == Duration.class) {
            return Duration.parse(json.asText());
        } else if (plain == Instant.class) {
            return Instant.parse(json.asText());
        } else if (plain == URI.class) {
            return URI.create(json.asText());
        } else if (plain == Pattern.class) {
            return Pattern.compile(
                    json.path("pattern").asText(), json.path("flags").asInt());
        } else if (plain.isEnum()) {
            return constant(plain, json.asText());
        } else if (plain.isSealed()) {
            return of(json, permitted(plain, json.path(KIND).asText()));
        } else if (plain.isRecord()) {
            return record(json, plain);
        }
        throw new IllegalArgumentException("no form for " + plain);
    }

    private static Object many(JsonNode json, ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (raw == Map.class) {
            Map<String, @Nullable Object> map = new TreeMap<>();
            json.properties().forEach(each -> map.put(each.getKey(), of(each.getValue(), last)));
            return map;
        }
        List<@Nullable Object> list = new ArrayList<>();
        json.forEach(each -> list.add(of(each, last)));
        return raw == Set.class ? new HashSet<>(list) : list;
    }

    private static Object constant(Class<?> type, String name) {
        for (Object each : type.getEnumConstants()) {
            if (((Enum<?>) each).name().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " has no " + name);
    }

    private static Class<?> permitted(Class<?> type, String name) {
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.getSimpleName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " has no " + name);
    }

    private static Object record(JsonNode json, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object value = of(json.get(components[i].getName()), components[i].getGenericType());
            values[i] = value == null && types[i].isPrimitive() ? zero(types[i]) : value;
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + type, e);
        }
    }

    private static Object zero(Class<?> type) {
        return type == boolean.class ? false : type == int.class ? 0 : type == long.class ? 0L : (Object) 0.0;
    }
}
