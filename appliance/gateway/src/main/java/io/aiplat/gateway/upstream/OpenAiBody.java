package io.aiplat.gateway.upstream;

import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.call.TokenRules;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.form.MultipartForm;
import io.aiplat.wire.json.JsonEdit;
import io.aiplat.wire.json.JsonObjectView;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client's body as an OpenAI-compatible upstream gets it: the same bytes but for the model's name there, the cap
/// on tokens, and the wish to have them counted.
public final class OpenAiBody {
    private static final byte[] COUNTED = "{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] YES = "true".getBytes(StandardCharsets.US_ASCII);

    private OpenAiBody() {}

    /// Whether the wish to have a stream's tokens counted would be ours.
    public static boolean counts(ModelCall call) {
        return call.form() == null && call.stream() && call.endpoint().tokens().wishesUsage() && !call.usageWanted();
    }

    /// The body of a request as a server with OpenAI's API gets it.
    ///
    /// @param counted whether a stream's tokens are to be counted, where the client does not say so
    public static List<ByteSlice> of(Attempt attempt, boolean counted) {
        ModelCall call = attempt.call();
        String model = attempt.chosen().model();
        boolean renamed = !model.equals(call.model());
        MultipartForm form = call.form();
        if (form != null) {
            return renamed ? form.with("model", model) : List.of(unchanged(call));
        }
        // It is said to the gateway, and a strict server refuses what it does not know.
        JsonEdit edit = call.json().edit().remove(DroppedParameters.FIELD);
        if (renamed) {
            edit.replace("model", model);
        }
        if (counted && counts(call)) {
            count(call.json(), edit);
        }
        long cap = attempt.outputCap();
        // Who makes a conversation shorter says itself how much it writes, and the API has no field for it.
        if (cap > 0 && call.endpoint().tokens().writesCap()) {
            call.demand().write(edit, cap, cap(attempt));
        }
        return edit.isEmpty() ? List.of(unchanged(call)) : edit.segments();
    }

    private static ByteSlice unchanged(ModelCall call) {
        return new ByteSlice(call.body().bytes(), 0, call.body().length());
    }

    /// The name that the cap on tokens has where the client has said none: all compatible servers know the older
    /// one, but OpenAI's own models that reason refuse it.
    private static String cap(Attempt attempt) {
        TokenRules rules = attempt.call().endpoint().tokens();
        String older = rules.olderCap();
        return older == null || isOpenAi(attempt.chosen().upstream().url()) ? rules.cap() : older;
    }

    /// Whether a server is OpenAI's own, or OpenAI's models at Azure.
    public static boolean isOpenAi(@Nullable URI url) {
        String host = url == null ? null : url.getHost();
        return host != null
                && (host.equals("api.openai.com")
                        || host.endsWith(".api.openai.com")
                        || host.endsWith(".openai.azure.com"));
    }

    /// Tokens are counted whether the client wants to see it or not: an estimate is wrong where a model reasons.
    private static void count(JsonObjectView json, JsonEdit edit) {
        JsonObjectView options = json.object("stream_options");
        edit.set(
                "stream_options",
                options == null
                        ? COUNTED
                        : options.edit().set("include_usage", YES).bytes());
    }
}
