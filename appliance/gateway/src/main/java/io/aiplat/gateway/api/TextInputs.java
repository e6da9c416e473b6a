package io.aiplat.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.RequestFields;
import java.util.ArrayList;
import java.util.List;

/// Reads the input of models that take plain texts: one, or several, as text or as numbers of tokens of
/// `cl100k_base`.
final class TextInputs {
    /// Bytes of text that a byte of numbers may stand for at most, so that what is reserved and held for a
    /// request by its size is enough. Prose and code have about one; only rows of blanks have more.
    static final int OF_BYTE = 2;

    /// Bytes that a request has at least beside its numbers.
    private static final int BESIDE = 24;

    private final RequestFields body;
    private final List<String> all = new ArrayList<>();
    /// Bytes of text that are left, by the size of the numbers.
    private long room = OF_BYTE * BESIDE;

    private TextInputs(RequestFields body) {
        this.body = body;
    }

    /// The texts, at least one.
    ///
    /// @param most texts
    /// @throws ApiException naming the field at fault
    static List<String> read(RequestFields body, String name, int most) {
        JsonNode value = body.any(name);
        if (value == null) {
            throw body.missing(name);
        }
        if (!value.isTextual() && !value.isArray()) {
            throw body.wrongType(name, "a string or an array", value);
        }
        TextInputs texts = new TextInputs(body);
        // Numbers beside each other are the tokens of one text.
        boolean one = value.isTextual() || (!value.isEmpty() && value.get(0).isNumber());
        if (value.size() > most && !one) {
            throw body.invalid(name, "must have at most " + most + " texts");
        }
        if (one) {
            texts.measure(value, name);
        } else {
            for (int i = 0; i < value.size(); i++) {
                texts.measure(value.get(i), name + "[" + i + "]");
            }
        }
        if (texts.room < 0) {
            throw body.unsupported(
                    name, "These numbers stand for a text that is much longer than they are; send the text.");
        }
        if (one) {
            texts.add(value);
        } else {
            value.forEach(texts::add);
        }
        if (texts.all.isEmpty() || texts.all.contains("")) {
            throw body.invalid(name, "must not be empty");
        }
        return texts.all;
    }

    private void measure(JsonNode element, String place) {
        if (element.isTextual()) {
            return;
        }
        if (!element.isArray()) {
            throw body.wrongType(place, "a string or an array of token numbers", element);
        }
        for (int i = 0; i < element.size(); i++) {
            JsonNode number = element.get(i);
            int length = number.isIntegralNumber() && number.canConvertToInt() ? Cl100k.length(number.intValue()) : -1;
            if (length < 0) {
                throw body.invalid(
                        place + "[" + i + "]", "is no token of cl100k_base, as which numbers are read here; send text");
            }
            room += OF_BYTE * (digits(number.intValue()) + 1L) - length;
        }
    }

    private void add(JsonNode element) {
        if (element.isTextual()) {
            all.add(element.textValue());
            return;
        }
        int[] tokens = new int[element.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = element.get(i).intValue();
        }
        all.add(Cl100k.text(tokens));
    }

    private static int digits(int number) {
        return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : number < 100_000 ? 5 : 6;
    }
}
