package io.aiplat.gateway.guard.evaluation;

/// A prefilter: what characters a text has that a pattern could not do without.
final class CharacterPrefilter {
    static final int AT = 1;
    static final int DIGIT = 2;
    static final int COLON = 4;

    private CharacterPrefilter() {}

    static int of(CharSequence text, int from) {
        int traits = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                traits |= DIGIT;
            } else if (c == '@') {
                traits |= AT;
            } else if (c == ':') {
                traits |= COLON;
            }
        }
        return traits;
    }
}
