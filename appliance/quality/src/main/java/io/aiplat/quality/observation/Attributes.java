package io.aiplat.quality.observation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Attributes of a span, asked for by all the names that one thing goes by. What was taken as content is not among
/// those
/// that are left.
final class Attributes {
    private static final int LONGEST_NUMBER = 64;
    private static final int MOST_SCALE = 400;
    /// Neither tokens nor amounts of one step are more; ten thousand of them still fit into a long.
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, Object> all;
    private final Map<String, Object> left;

    Attributes(Map<String, Object> all) {
        this.all = all;
        this.left = new LinkedHashMap<>(all);
    }

    /// The first that is there, as text.
    Optional<String> text(String... names) {
        for (String name : names) {
            Object value = all.get(name);
            if (value != null && !value.toString().isEmpty()) {
                return Optional.of(written(value));
            }
        }
        return Optional.empty();
    }

    /// The first that is a number of at least 0.
    Optional<Long> count(String... names) {
        for (String name : names) {
            Optional<BigDecimal> number = number(all.get(name));
            if (number.isPresent()) {
                return number.map(BigDecimal::longValue);
            }
        }
        return Optional.empty();
    }

    /// The first that is an amount of at least 0.
    Optional<BigDecimal> amount(String... names) {
        for (String name : names) {
            Optional<BigDecimal> number = number(all.get(name));
            if (number.isPresent()) {
                return number;
            }
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> number(@Nullable Object value) {
        if (!(value instanceof Number) && !(value instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(value.toString())
                    .filter(text -> text.length() <= LONGEST_NUMBER)
                    .map(BigDecimal::new)
                    .filter(Attributes::isReasonable);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Numbers with millions of digits fit into a few characters, and whoever calculates with one never ends.
    private static boolean isReasonable(BigDecimal number) {
        return number.signum() >= 0 && Math.abs(number.scale()) <= MOST_SCALE && number.compareTo(MOST) <= 0;
    }

    /// The first that is there, as an object with numbers in it: exporters write it as JSON in a text.
    Map<String, BigDecimal> numbers(String name) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        json(all.get(name)).properties().forEach(each -> {
            JsonNode value = each.getValue();
            if (value.isNumber() && isReasonable(value.decimalValue())) {
                numbers.put(each.getKey(), value.decimalValue());
            }
        });
        return numbers;
    }

    /// A list of texts, or what a text or its JSON says.
    List<String> texts(String... names) {
        for (String name : names) {
            Object value = all.get(name);
            if (value != null) {
                JsonNode json = json(value);
                List<String> texts = new ArrayList<>();
                if (json.isArray()) {
                    json.forEach(each -> texts.add(each.asText()));
                } else if (!value.toString().isEmpty()) {
                    texts.add(value.toString());
                }
                return texts;
            }
        }
        return List.of();
    }

    private static JsonNode json(@Nullable Object value) {
        if (value instanceof String text) {
            try {
                return MAPPER.readTree(text);
            } catch (JsonProcessingException _) {
                return MAPPER.missingNode();
            }
        }
        return value == null ? MAPPER.missingNode() : MAPPER.valueToTree(value);
    }

    /// The first that is there, taken out: an attribute by its name, or what attributes under a name with numbers in
    /// it (`gen_ai.prompt.0.content`) are together, as JSON.
    String content(String... names) {
        String found = "";
        for (String name : names) {
            Object whole = left.remove(name);
            TreeMap<String, Object> parts = new TreeMap<>();
            all.forEach((key, value) -> {
                if (key.startsWith(name)
                        && key.startsWith(".", name.length())
                        && key.length() > name.length() + 1
                        && Character.isDigit(key.charAt(name.length() + 1))) {
                    parts.put(key.substring(name.length() + 1), value);
                    left.remove(key);
                }
            });
            if (found.isEmpty()) {
                found = whole != null ? written(whole) : parts.isEmpty() ? "" : written(joined(parts));
            }
        }
        return found;
    }

    /// `0.role`, `0.content`, `1.role` as a list of maps.
    private static List<Object> joined(Map<String, Object> parts) {
        TreeMap<Integer, Map<String, Object>> items = new TreeMap<>();
        parts.forEach((path, value) -> {
            int dot = path.indexOf('.');
            String number = dot < 0 ? path : path.substring(0, dot);
            if (number.length() < 6 && number.chars().allMatch(Character::isDigit)) {
                items.computeIfAbsent(Integer.valueOf(number), _ -> new LinkedHashMap<>())
                        .put(dot < 0 ? "value" : path.substring(dot + 1), value);
            }
        });
        return List.copyOf(items.values());
    }

    private static String written(Object value) {
        if (value instanceof List || value instanceof Map) {
            try {
                return MAPPER.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("lists and maps are JSON", e);
            }
        }
        return value.toString();
    }

    /// What was not taken out.
    Map<String, Object> left() {
        return left;
    }
}
