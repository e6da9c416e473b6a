package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.capture.PromptCapture;
import io.aiplat.gateway.guard.GuardRules;
import io.aiplat.gateway.protocol.WireFormat;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.telemetry.request.EndpointLabel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Endpoint specification: one operation of the model API, with all in which it differs from others. Nothing else asks
/// which endpoint it has: what is different is a property here, and who adds an endpoint writes one of these
/// (docs/how-to/add-an-x.md).
public final class Endpoint {
    /// Where the paths of all endpoints begin.
    public static final String API = "/v1";

    private final EndpointLabel label;
    private final String prompt;
    private final boolean form;
    private final boolean streams;
    private final boolean generates;
    private final boolean counts;
    private final boolean namesStored;
    private final boolean keepsAnswers;
    private final boolean cached;
    private final TokenRules tokens;
    private final WireFormat answers;
    private final ErrorFormat errors;
    private final StreamFailure streamFailure;
    private final GuardRules guards;
    private final PromptCapture capture;
    private final UpstreamKind nativeKind;
    private final Map<UpstreamKind, UpstreamSupport> supports;

    /// How a stream that a server has begun ends when it fails.
    @FunctionalInterface
    public interface StreamFailure {
        /// The last event, as it is sent.
        ///
        /// @param id     of the request
        /// @param model  as the client named it
        /// @param pieces of the answer that the client has
        byte[] event(ApiError error, String id, String model, long pieces);
    }

    private Endpoint(Builder from) {
        this.label = from.label;
        this.prompt = from.prompt;
        this.form = from.form;
        this.streams = from.streams;
        this.generates = from.generates;
        this.counts = from.counts;
        this.namesStored = from.namesStored;
        this.keepsAnswers = from.keepsAnswers;
        this.cached = from.cached;
        this.tokens = from.tokens;
        this.answers = Objects.requireNonNull(from.answers, "an endpoint says how its answers are read");
        this.errors = from.errors;
        ErrorFormat envelope = from.errors;
        this.streamFailure = from.streamFailure == null
                ? (error, id, _, _) -> ApiJson.bytes(json -> envelope.event(json, error, id))
                : from.streamFailure;
        this.guards = Objects.requireNonNull(from.guards, "an endpoint says what its guards look at");
        this.capture = from.capture;
        this.nativeKind = from.nativeKind;
        this.supports = new EnumMap<>(from.supports);
        for (UpstreamKind kind : UpstreamKind.values()) {
            Objects.requireNonNull(supports.get(kind), () -> label.label() + " says what " + kind + " does about it");
        }
    }

    /// Begins a specification.
    ///
    /// @param path      where it is asked for: `/v1/chat/completions`
    /// @param label     its name in metrics and the log
    /// @param operation `gen_ai.operation.name` of spans: the convention's where it has one, else ours
    /// @param prompt    the field that has what the model is shown
    public static Builder at(String path, String label, String operation, String prompt) {
        return new Builder(new EndpointLabel(label, path, operation), prompt);
    }

    /// The path.
    public String path() {
        return label.route();
    }

    /// As it is called in metrics, spans and the log.
    public EndpointLabel label() {
        return label;
    }

    /// The field that has what the model is shown.
    public String prompt() {
        return prompt;
    }

    /// Whether the request is a form with a file in it, and not JSON.
    public boolean isForm() {
        return form;
    }

    /// Whether an answer may be wanted piece by piece.
    public boolean streams() {
        return streams;
    }

    /// Whether the client may bound the tokens of the answer.
    public boolean generates() {
        return generates;
    }

    /// Whether nothing is generated, and the answer says how many tokens there would be to read.
    public boolean counts() {
        return counts;
    }

    /// Whether a request may name what is kept of earlier ones: responses, their items, prompts.
    public boolean namesStored() {
        return namesStored;
    }

    /// Whether answers are kept so that later requests may name them.
    public boolean keepsAnswers() {
        return keepsAnswers;
    }

    /// Whether equal requests may have one answer.
    public boolean isCached() {
        return cached;
    }

    /// What its tokens are bounded by.
    public TokenRules tokens() {
        return tokens;
    }

    /// How its answers are read: what was used, and where a stream ends.
    public WireFormat answers() {
        return answers;
    }

    /// In which form its clients are told of errors.
    public ErrorFormat errors() {
        return errors;
    }

    /// How a stream ends that fails.
    public StreamFailure streamFailure() {
        return streamFailure;
    }

    /// What guards look at.
    public GuardRules guards() {
        return guards;
    }

    /// What spans have of a prompt.
    public PromptCapture capture() {
        return capture;
    }

    /// Whose API it is of: an upstream of this kind may get the client's own bytes.
    public UpstreamKind nativeKind() {
        return nativeKind;
    }

    /// How an upstream answers it.
    public UpstreamSupport support(UpstreamKind kind) {
        return Objects.requireNonNull(supports.get(kind), "each kind has one");
    }

    @Override
    public String toString() {
        return label.label();
    }

    /// What is said of an endpoint, one property after the other. Those that are not said are those of JSON that is
    /// answered in one piece.
    public static final class Builder {
        private final EndpointLabel label;
        private final String prompt;
        private boolean form;
        private boolean streams = true;
        private boolean generates;
        private boolean counts;
        private boolean namesStored;
        private boolean keepsAnswers;
        private boolean cached = true;
        private TokenRules tokens = TokenRules.USUAL;
        private @Nullable WireFormat answers;
        private ErrorFormat errors = ErrorFormat.OPENAI;
        private @Nullable StreamFailure streamFailure;
        private @Nullable GuardRules guards;
        private PromptCapture capture = PromptCapture.NONE;
        private UpstreamKind nativeKind = UpstreamKind.OPENAI;
        private final Map<UpstreamKind, UpstreamSupport> supports = new EnumMap<>(UpstreamKind.class);

        private Builder(EndpointLabel label, String prompt) {
            this.label = label;
            this.prompt = prompt;
        }

        /// The request is a form with a file in it. No two of those are known to be equal.
        public Builder form() {
            form = true;
            cached = false;
            return this;
        }

        /// A text is generated, whose tokens the client may bound.
        public Builder generates() {
            generates = true;
            return this;
        }

        /// It says how many tokens there would be to read, and generates nothing.
        public Builder counts() {
            counts = true;
            return this;
        }

        /// It never answers piece by piece, whatever is asked.
        public Builder inOnePiece() {
            streams = false;
            return this;
        }

        /// A request may name what is kept of earlier ones.
        public Builder namesStored() {
            namesStored = true;
            return this;
        }

        /// Answers are kept, so that later requests may name them.
        public Builder keepsAnswers() {
            keepsAnswers = true;
            return this;
        }

        /// What its tokens are bounded by.
        public Builder tokens(TokenRules rules) {
            tokens = rules;
            return this;
        }

        /// How its answers are read.
        public Builder answers(WireFormat format) {
            answers = format;
            return this;
        }

        /// In which form clients are told of errors; OpenAI's if this is not said.
        public Builder errors(ErrorFormat format) {
            errors = format;
            return this;
        }

        /// How a stream ends that fails; with the error as an event if this is not said.
        public Builder streamFailure(StreamFailure event) {
            streamFailure = event;
            return this;
        }

        /// What guards look at.
        public Builder guards(GuardRules rules) {
            guards = rules;
            return this;
        }

        /// What spans have of a prompt; nothing if this is not said.
        public Builder capture(PromptCapture prompts) {
            capture = prompts;
            return this;
        }

        /// Whose API it is of; OpenAI's if this is not said.
        public Builder nativeTo(UpstreamKind kind) {
            nativeKind = kind;
            return this;
        }

        /// How servers answer it that speak OpenAI's API.
        public Builder openai(UpstreamSupport support) {
            supports.put(UpstreamKind.OPENAI, support);
            return this;
        }

        /// How servers answer it that speak Anthropic's API.
        public Builder anthropic(UpstreamSupport support) {
            supports.put(UpstreamKind.ANTHROPIC, support);
            return this;
        }

        /// How engines answer it: Ollama by its own API, and llama.cpp in our processes.
        public Builder engine(UpstreamSupport support) {
            supports.put(UpstreamKind.OLLAMA, support);
            supports.put(UpstreamKind.EMBEDDED, support);
            return this;
        }

        /// The specification.
        ///
        /// @throws NullPointerException if it leaves answers, guards or a kind of upstream unsaid
        public Endpoint build() {
            return new Endpoint(this);
        }
    }
}
