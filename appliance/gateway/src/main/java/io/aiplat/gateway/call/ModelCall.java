package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.wire.form.FormField;
import io.aiplat.wire.form.MalformedForm;
import io.aiplat.wire.form.MultipartForm;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parsed call of a model, as far as the gateway has to understand it to find, pay and watch an upstream.
/// The body itself stays the bytes that the client sent.
///
/// @param json        its fields; those of a form, but for its files, as texts
/// @param form        null for a request that is JSON
/// @param model       as the client wrote it
/// @param stream      whether the answer is wanted piece by piece
/// @param usageWanted whether the client wants the tokens counted at the end of a stream
/// @param demand      how much the model may be asked to generate
/// @param leftOut     what was left out of it before any upstream was chosen, as the client is told
public record ModelCall(
        Endpoint endpoint,
        RequestBody body,
        JsonObjectView json,
        @Nullable MultipartForm form,
        String model,
        boolean stream,
        boolean usageWanted,
        TokenDemand demand,
        List<String> leftOut) {
    private static final int LONGEST_NAME = 256;

    /// Bytes of all texts of a form. They are read, unlike its files.
    private static final int MOST_TEXT = 256 * 1024;

    /// Fields of a request: no API has a hundred, and where each lies is remembered until it is answered.
    private static final int MOST_FIELDS = 1024;

    /// Looks at a body.
    ///
    /// @param contentType as the client says it; only asked for where a form is expected
    /// @param named       the model that the address names, whatever the body says; empty if it names none
    /// @throws ApiException 400 if it is not JSON or no form, or names no model
    public static ModelCall read(Endpoint endpoint, RequestBody body, @Nullable String contentType, String named) {
        MultipartForm form = endpoint.isForm() ? form(body, contentType) : null;
        JsonObjectView json = form == null ? scan(body) : fields(form);
        if (form == null && !named.isEmpty()) {
            byte[] changed = json.edit().set("model", named).bytes();
            return read(endpoint, RequestBody.of(changed), null, "");
        }
        String model = json.word("model");
        if (model == null && json.kind("model") != JsonKind.STRING) {
            boolean absent = !json.has("model") || json.kind("model") == JsonKind.NULL;
            throw refused(
                    absent ? "missing_required_parameter" : "invalid_type",
                    absent ? "Missing required parameter: 'model'." : "Invalid type for 'model': expected a string.");
        }
        if (model == null
                || model.isBlank()
                || model.length() > LONGEST_NAME
                || model.chars().anyMatch(Character::isISOControl)) {
            throw refused(
                    "invalid_value",
                    "Invalid value for 'model': a name has 1 to 256 characters, none of them a control character.");
        }
        JsonObjectView options = json.object("stream_options");
        return new ModelCall(
                endpoint,
                body,
                json,
                form,
                model,
                form == null ? endpoint.streams() && json.flag("stream") : "true".equalsIgnoreCase(json.word("stream")),
                options != null && options.flag("include_usage"),
                TokenDemand.of(endpoint, json, form != null),
                List.of());
    }

    private static MultipartForm form(RequestBody body, @Nullable String contentType) {
        if (contentType == null || !MultipartForm.isForm(contentType)) {
            throw notForm("Send a form: its content type is multipart/form-data.");
        }
        try {
            MultipartForm form = MultipartForm.scan(body.bytes(), body.length(), contentType);
            SingleModelCheck.check(form);
            long texts = 0;
            for (FormField field : form.fields()) {
                texts += field.isFile() ? 0 : field.end() - field.begin();
            }
            if (texts > MOST_TEXT) {
                throw notForm("The fields of the form that are no files have more than " + MOST_TEXT + " bytes.");
            }
            return form;
        } catch (MalformedForm e) {
            throw notForm("The body is not a valid form: " + e.getMessage() + ".");
        }
    }

    private static JsonObjectView fields(MultipartForm form) {
        byte[] json = ApiJson.bytes(object -> {
            object.writeStartObject();
            for (Map.Entry<String, String> text : form.texts().entrySet()) {
                object.writeStringField(text.getKey(), text.getValue());
            }
            object.writeEndObject();
        });
        try {
            return JsonObjectView.scan(json, json.length);
        } catch (MalformedJson e) {
            throw new IllegalStateException("our own JSON", e);
        }
    }

    private static JsonObjectView scan(RequestBody body) {
        if (body.length() == 0) {
            throw notJson("The body is empty; send a JSON object.");
        }
        try {
            blankOrderMark(body);
            JsonObjectView json = JsonObjectView.scan(body.bytes(), body.length());
            if (json.size() > MOST_FIELDS) {
                throw notJson("The body has " + json.size() + " fields; at most " + MOST_FIELDS + " are taken.");
            }
            String twice = json.duplicate();
            if (twice != null) {
                throw notJson("The body has the field '" + twice + "' more than once.");
            }
            return json;
        } catch (MalformedJson e) {
            throw notJson("The body is not valid JSON: " + e.getMessage() + ".");
        }
    }

    /// A mark that some editors put before a text is not JSON, but no reason to refuse one (RFC 8259, section 8.1).
    /// Blanks in its place are.
    private static void blankOrderMark(RequestBody body) {
        byte[] bytes = body.bytes();
        if (body.length() > 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            Arrays.fill(bytes, 0, 3, (byte) ' ');
        }
    }

    /// The same request with another body of JSON, that is as well-formed.
    public ModelCall with(byte[] changed) {
        ModelCall other = read(endpoint, RequestBody.of(changed), null, "");
        return leftOut.isEmpty() ? other : other.without(changed, leftOut);
    }

    /// The same request with less in its body.
    ///
    /// @param names of what is left out, to be told to the client
    ModelCall without(byte[] changed, List<String> names) {
        ModelCall less = with(changed);
        return new ModelCall(
                endpoint, less.body, less.json, less.form, model, stream, usageWanted, less.demand, List.copyOf(names));
    }

    private static ApiException notForm(String message) {
        return new ApiException(ApiError.invalid(400, "invalid_form", null, message));
    }

    private static ApiException notJson(String message) {
        return new ApiException(ApiError.invalid(400, "invalid_json", null, message));
    }

    private static ApiException refused(String code, String message) {
        return new ApiException(ApiError.invalid(400, code, "model", message));
    }
}
