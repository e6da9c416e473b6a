package io.aiplat.gateway.parameter;

import java.util.Locale;

/// Handling of a parameter that a client sends (docs/decisions/parameters.md has the rule).
public enum ParameterHandling {
    /// The server gets it as the client wrote it.
    PASSED("goes to the server as it is"),
    /// It is carried out, by the server's own means or by others.
    TRANSLATED("carried out, in the words of what runs the model"),
    /// It says something about the request and nothing about the answer's text.
    TAKEN("taken; it changes nothing in what the model says"),
    /// It is a hint without use there; the request is answered and `x-aiplat-dropped-params` names it.
    LEFT_OUT("a hint without use there: left out, and named in `x-aiplat-dropped-params`"),
    /// It changes the answer and cannot be had; a 400 names it, unless `drop_params` allows to leave it out.
    REFUSED("a 400 that names it; with `drop_params` left out, and named in the header"),
    /// Without it the question is another one; a 400 names it in any case.
    ALWAYS_REFUSED("a 400 that names it, with `drop_params` too"),
    /// The API is not had there.
    ABSENT("that API is not had there");

    private final String meaning;

    ParameterHandling(String meaning) {
        this.meaning = meaning;
    }

    /// What it means, for the documentation.
    public String meaning() {
        return meaning;
    }

    /// As the table and the documentation call it.
    public String word() {
        return this == ABSENT ? "-" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The one of a word.
    ///
    /// @throws IllegalArgumentException if there is none
    static ParameterHandling of(String word) {
        for (ParameterHandling fate : values()) {
            if (fate.word().equals(word)) {
                return fate;
            }
        }
        throw new IllegalArgumentException("no fate " + word);
    }
}
