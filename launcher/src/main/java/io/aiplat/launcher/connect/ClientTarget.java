package io.aiplat.launcher.connect;

/// Target of a client of a model API: a base URL, a bearer token and a model.
///
/// @param url     `http://host:port`, without a path
/// @param key     the token, or what a person puts a token for
/// @param model   name of the model
/// @param context tokens of prompt and answer together that the model sees; 0 where unknown
public record ClientTarget(String url, String key, String model, int context) {
    /// What stands for a token that is not made.
    public static final String NO_KEY = "YOUR_KEY";

    /// Where OpenAI's clients want to begin.
    String v1() {
        return url + "/v1";
    }

    /// Tokens of an answer that leave three quarters of the context to the prompt, 8,192 at most.
    int answer() {
        return Math.min(8192, context / 4);
    }
}
