package io.aiplat.inference.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aiplat.supply.ollama.OllamaApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tokenizer by a model's own vocabulary: byte-level merges (`gpt2`) or SentencePiece scores (`llama`).
/// Which words a byte-level tokenizer takes apart first differs from model to model; here every text is taken apart
/// at least as finely, so the count errs upwards.
final class Tokenizer {
    /// A word with the space before it; digits and marks one by one; gaps but for their last space.
    private static final Pattern PIECE =
            Pattern.compile(" ?[\\p{L}\\p{M}]+|[\\r\\n]|[^\\S\\r\\n]+(?!\\S)| ?[^\\s\\p{L}\\p{M}]|\\s");

    /// The largest in use have a quarter of a million tokens, and twice as many merges.
    private static final int MOST_TOKENS = 1 << 20;

    private static final char[] BYTE_LETTERS = byteLetters();

    /// What joining costs: by `left right` for byte-level vocabularies, by the joined text for others.
    private final MergeTable merges;
    /// Every token, with its cost.
    private final MergeTable tokens;

    private final boolean byteLevel;

    private Tokenizer(MergeTable merges, MergeTable tokens, boolean byteLevel) {
        this.merges = merges;
        this.tokens = tokens;
        this.byteLevel = byteLevel;
    }

    /// Reads what `/api/show` says when it is asked to be verbose, without holding all of it.
    ///
    /// @return null for a tokenizer of another kind
    /// @throws IOException if it cannot be read, or is larger than any
    static @Nullable Tokenizer read(InputStream show) throws IOException {
        try (JsonParser json = OllamaApi.JSON.createParser(show)) {
            String kind = "";
            List<String> tokens = List.of();
            List<Float> scores = List.of();
            MergeTable merges = new MergeTable();
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                switch (json.currentName()) {
                    case "tokenizer.ggml.model" -> kind = String.valueOf(json.nextTextValue());
                    case "tokenizer.ggml.merges" -> merges(json, merges);
                    case "tokenizer.ggml.tokens" -> tokens = texts(json);
                    case "tokenizer.ggml.scores" -> scores = numbers(json);
                    case "tensors", "license" -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                    default -> {}
                }
            }
            return of(kind, merges, tokens, scores);
        }
    }

    private static @Nullable Tokenizer of(String kind, MergeTable merges, List<String> tokens, List<Float> scores) {
        boolean scored = scores.size() == tokens.size();
        MergeTable table = new MergeTable();
        for (int i = 0; i < tokens.size(); i++) {
            table.put(tokens.get(i), scored ? -scores.get(i) : 0);
        }
        if (tokens.isEmpty()) {
            return null;
        }
        return switch (kind) {
            case "gpt2" -> new Tokenizer(merges, table, true);
            case "llama" -> scored ? new Tokenizer(table, table, false) : null;
            default -> null;
        };
    }

    private static void merges(JsonParser json, MergeTable merges) throws IOException {
        int rank = 0;
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                merges.put(json.getText(), rank++);
                bound(rank / 2);
            }
        }
    }

    private static void bound(int tokens) throws IOException {
        if (tokens > MOST_TOKENS) {
            throw new IOException("a vocabulary of more than " + MOST_TOKENS + " tokens");
        }
    }

    private static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(json.getText());
                bound(texts.size());
            }
        }
        return texts;
    }

    private static List<Float> numbers(JsonParser json) throws IOException {
        List<Float> numbers = new ArrayList<>();
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != null && json.currentToken().isNumeric()) {
                numbers.add(json.getFloatValue());
                bound(numbers.size());
            }
        }
        return numbers;
    }

    /// Tokens of a text, special ones taken for ordinary text.
    int count(String text) {
        return byteLevel ? byteLevel(text) : sentencePiece(text);
    }

    private int byteLevel(String text) {
        int count = 0;
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            StringBuilder letters = new StringBuilder();
            for (byte one : piece.group().getBytes(StandardCharsets.UTF_8)) {
                letters.append(BYTE_LETTERS[one & 0xFF]);
            }
            // Words that are tokens are not put together from smaller ones.
            count += isToken(letters) ? 1 : merged(letters.toString()).size();
        }
        return count;
    }

    private int sentencePiece(String text) {
        int count = 0;
        for (String piece : merged("\u2581" + text.replace(' ', '\u2581'))) {
            // What is not in the vocabulary is written byte by byte.
            count += isToken(piece) ? 1 : PromptTokenBound.utf8(piece);
        }
        return count;
    }

    private boolean isToken(CharSequence text) {
        return !Float.isNaN(tokens.value(text, 0, text.length()));
    }

    /// Two neighbours that may become one.
    private record Pair(float cost, int left, int middle, int end) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byCost = Float.compare(cost, other.cost);
            return byCost != 0 ? byCost : Integer.compare(left, other.left);
        }
    }

    /// Joins neighbours, the cheapest pair first, until none is in the table. `ends` holds where the piece
    /// that begins at a character ends; `begins` the other way round; 0 where none begins or ends.
    private List<String> merged(String text) {
        int[] ends = new int[text.length() + 1];
        int[] begins = new int[text.length() + 1];
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            ends[at] = end;
            begins[end] = at;
            at = end;
        }
        PriorityQueue<Pair> pairs = new PriorityQueue<>();
        for (int at = 0; at < text.length(); at = ends[at]) {
            offer(pairs, text, at, ends);
        }
        for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
            if (ends[pair.left] != pair.middle || ends[pair.middle] != pair.end) {
                continue; // one of the two has become part of something else
            }
            ends[pair.left] = pair.end;
            ends[pair.middle] = 0;
            begins[pair.end] = pair.left;
            if (pair.left > 0) {
                offer(pairs, text, begins[pair.left], ends);
            }
            offer(pairs, text, pair.left, ends);
        }
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at = ends[at]) {
            pieces.add(text.substring(at, ends[at]));
        }
        return pieces;
    }

    private void offer(PriorityQueue<Pair> pairs, String text, int left, int[] ends) {
        int middle = ends[left];
        if (middle >= text.length()) {
            return;
        }
        int end = ends[middle];
        float cost = byteLevel
                ? merges.value(text.substring(left, middle) + " " + text.substring(middle, end), 0, end - left + 1)
                : merges.value(text, left, end);
        if (!Float.isNaN(cost)) {
            pairs.add(new Pair(cost, left, middle, end));
        }
    }

    /// The letters byte-level vocabularies are written in: printable bytes stand for themselves, the others
    /// for the letters from U+0100 on.
    private static char[] byteLetters() {
        char[] letters = new char[256];
        int next = 0x100;
        for (int i = 0; i < letters.length; i++) {
            boolean printable = (i >= '!' && i <= '~') || (i >= 0xA1 && i <= 0xAC) || i >= 0xAE;
            letters[i] = (char) (printable ? i : next++);
        }
        return letters;
    }
}
