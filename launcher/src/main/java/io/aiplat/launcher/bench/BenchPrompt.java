package io.aiplat.launcher.bench;

import java.util.random.RandomGenerator;

/// Makes prompts that no cache has seen: each of new words, beginning with the first one, so that neither an answer
/// nor the beginning of a prompt can be had from an earlier request.
public final class BenchPrompt {
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int MOST_SYLLABLES = 3;

    private final RandomGenerator random;
    private final double perWord;
    private final double beside;

    private BenchPrompt(RandomGenerator random, double perWord, double beside) {
        this.random = random;
        this.perWord = perWord;
        this.beside = beside;
    }

    /// Before anything is known of the model's tokens.
    public static BenchPrompt uncalibrated(RandomGenerator random) {
        return new BenchPrompt(random, 1, 0);
    }

    /// After two prompts were counted. What the model's template puts around a prompt is in both.
    ///
    /// @param fewTokens  of a prompt of `few` words
    /// @param manyTokens of one of `many`, which are more
    public BenchPrompt calibrated(int few, int fewTokens, int many, int manyTokens) {
        double tokens = (double) (manyTokens - fewTokens) / (many - few);
        // A server that does not count leaves it at a word for a token.
        return tokens <= 0 ? this : new BenchPrompt(random, tokens, Math.max(0, fewTokens - few * tokens));
    }

    /// A prompt of about so many tokens, all that is put around it counted.
    public String ofTokens(int tokens) {
        return ofWords((int) Math.max(1, Math.round((tokens - beside) / perWord)));
    }

    /// A prompt of so many words.
    public String ofWords(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ");
            for (int syllables = 1 + random.nextInt(MOST_SYLLABLES); syllables > 0; syllables--) {
                text.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
                text.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
            }
        }
        return text.toString();
    }
}
