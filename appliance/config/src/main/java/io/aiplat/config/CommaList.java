package io.aiplat.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A list of texts, as a YAML list or separated by commas, so that a flag can say it, too. Blank ones do not count.
///
/// @param accepts whether a text can be an item; throws [IllegalArgumentException] with a full sentence to say why not
public record CommaList(String words, Predicate<String> accepts) implements ValueForm<List<String>> {
    @Override
    public @Nullable List<String> read(YamlNode node, String path, ConfigParse reading) {
        List<String> items = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try {
            for (YamlNode.Scalar scalar : scalars(node)) {
                String text = reading.interpolation().apply(scalar.text());
                for (String item : split(text)) {
                    if (accepts.test(item)) {
                        items.add(item);
                    } else {
                        // What came of it may be secret.
                        refused.add(text.equals(scalar.text()) ? item : scalar.text());
                    }
                }
            }
        } catch (Interpolation.Unavailable e) {
            reading.report(reading.wording().valueUnavailable(path, reading.place(node), e.reason(), e.fix()));
            return null;
        } catch (IllegalArgumentException e) {
            reading.refuse(path, node, String.valueOf(e.getMessage()), this);
            return null;
        }
        if (refused.isEmpty()) {
            return items;
        }
        String all = refused.stream()
                .map(item -> "'" + ConfigParse.shown(item) + "'")
                .collect(Collectors.joining(", "));
        reading.refuse(path, node, "Not accepted: " + all + ".", this);
        return null;
    }

    private static List<YamlNode.Scalar> scalars(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.isNull() ? List.of() : List.of(scalar);
            case YamlNode.Sequence sequence
            when sequence.items().stream().allMatch(YamlNode.Scalar.class::isInstance) ->
                sequence.items().stream().map(YamlNode.Scalar.class::cast).toList();
            default -> throw new IllegalArgumentException("There is something with keys of its own.");
        };
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
