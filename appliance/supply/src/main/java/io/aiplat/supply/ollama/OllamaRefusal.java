package io.aiplat.supply.ollama;

/// Ollama answered that it will not. It gives no codes, so what kind of refusal it is has to be read off
/// the text.
public final class OllamaRefusal extends RuntimeException {
    private final int status;
    private final String text;

    /// Keeps what was said.
    ///
    /// @param status HTTP status; 200 for an error within a stream
    OllamaRefusal(int status, String text) {
        super(status + " " + text);
        this.status = status;
        this.text = text;
    }

    /// HTTP status; 200 for an error within a stream.
    public int status() {
        return status;
    }

    /// What Ollama said.
    public String text() {
        return text;
    }

    /// Whether the model does not exist.
    public boolean notFound() {
        return status == 404 || text.contains("file does not exist") || text.contains("not found");
    }

    /// A sentence for who asks for a model that is not here, without a full stop.
    public static String noModel(String model) {
        return "there is no model " + model + " here; fetch it with: aiplat models pull " + model;
    }
}
