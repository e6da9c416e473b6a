package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.wire.json.JsonEdit;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonMemberCursor;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An upper bound of what a request may have generated, however a server reads it: which fields bound an answer,
/// and what multiplies it. Read once, in one walk over the names of the body's members, and over those of the small
/// objects in which servers look for parameters too.
public final class TokenDemand {
    /// Objects are looked into so deep: `extra_body.google.thinking_config` is the deepest in use.
    static final int DEEPEST = 3;

    /// An object of parameters that has more bytes is none.
    private static final int LARGEST = 64 * 1024;

    /// The name that may stand for a word in an object which is not known to hold parameters.
    private static final String SHORT = "n";

    /// What clients send for a bound that they do not set, as 0 too.
    private static final long UNSAID = -1;

    private final Endpoint endpoint;
    private final boolean text;
    private final List<CapField> caps = new ArrayList<>(2);
    private long standard;
    private long other;
    private long nested;
    private String nestedName = "";
    private long answers = 1;
    private long beams = 1;
    private String factor = "";
    private long thoughts;
    private long floor;
    private String floorName = "";
    private long prompts;
    private int draft;
    private @Nullable String otherModel;

    /// A field of the body itself that bounds an answer.
    ///
    /// @param plain whether it is written in digits alone
    private record CapField(String name, long value, boolean plain) {}

    private TokenDemand(Endpoint endpoint, boolean text) {
        this.endpoint = endpoint;
        this.text = text;
    }

    /// Reads it.
    ///
    /// @param text whether numbers come as texts, as in a form
    /// @throws ApiException 400 that names a field which is no number that can be counted with
    static TokenDemand of(Endpoint endpoint, JsonObjectView json, boolean text) {
        TokenDemand demand = new TokenDemand(endpoint, text);
        demand.read(json);
        return demand;
    }

    private void read(JsonObjectView json) {
        JsonMemberCursor members = JsonMemberCursor.of(json);
        while (members.next()) {
            TokenField field = TokenField.TABLE.get(members);
            JsonKind kind = members.kind();
            if (field == null) {
                if (kind == JsonKind.OBJECT) {
                    look(members, "", 1, false, false);
                }
            } else if (kind != JsonKind.NULL) {
                top(field, members);
            }
        }
    }

    private void top(TokenField field, JsonMemberCursor member) {
        switch (field) {
            case MODEL -> model(member);
            case OTHER_MODEL -> other(member.name());
            case PROMPTS, CONTENT -> {
                spelled(member, endpoint.prompt());
                if (!endpoint.counts()) {
                    tokens(field, member);
                }
            }
            case CAP, ANSWERS, BEAMS, THOUGHTS, FLOOR, DRAFT, THINKING, PARAMETERS -> {
                // Counting generates nothing.
                if (!endpoint.counts()) {
                    tokens(field, member);
                }
            }
        }
    }

    /// A server that finds it by another spelling may take the last, or the first, of all of them.
    private static void model(JsonMemberCursor member) {
        spelled(member, "model");
    }

    /// What the model is shown is counted and looked at by its own name alone.
    ///
    /// @throws ApiException 400 if it is that name in another spelling
    private static void spelled(JsonMemberCursor member, String wanted) {
        int length = member.nameEnd() - member.nameBegin();
        if (length < wanted.length() || isWritten(member, length, wanted)) {
            return;
        }
        String name = member.name();
        if (!name.equals(wanted) && FieldNames.areSame(name, wanted)) {
            throw new ApiException(ApiError.invalid(
                    400,
                    "unknown_parameter",
                    name,
                    "Unknown parameter: '" + name + "'. Some servers read it as '" + wanted + "'; say that alone."));
        }
    }

    private static boolean isWritten(JsonMemberCursor member, int length, String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (member.bytes()[member.nameBegin() + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return length == wanted.length();
    }

    private void other(String name) {
        otherModel = otherModel == null ? name : otherModel;
    }

    private void tokens(TokenField field, JsonMemberCursor member) {
        switch (field) {
            case CAP -> cap(member);
            case ANSWERS, BEAMS, THOUGHTS, FLOOR -> number(field, member, "");
            case PROMPTS -> prompts(member);
            case DRAFT -> draft += member.end() - member.begin();
            case THINKING -> look(member, "", 1, true, true);
            case PARAMETERS -> look(member, "", 1, true, false);
            case CONTENT -> content(member);
            case MODEL, OTHER_MODEL -> throw new IllegalArgumentException("no tokens");
        }
    }

    private void cap(JsonMemberCursor member) {
        long value = WholeNumber.read(member, "", UNSAID, text);
        String name = member.name();
        if (value < 1) {
            // No bound to any reader, so none is reckoned with; it is overwritten where there has to be one.
            caps.add(new CapField(name, value, false));
            return;
        }
        if (endpoint.tokens().isCap(name)) {
            // The newer name counts where both are there.
            standard = standard == 0 || name.equals(endpoint.tokens().cap()) ? value : standard;
        } else {
            other = other == 0 ? value : Math.min(other, value);
        }
        caps.add(new CapField(name, value, WholeNumber.isPlain(member.bytes(), member.begin(), member.end())));
    }

    private void number(TokenField field, JsonMemberCursor member, String path) {
        switch (field) {
            case ANSWERS -> answers = factor(answers, member, path);
            case BEAMS -> beams = factor(beams, member, path);
            case THOUGHTS -> thoughts += Math.max(0, WholeNumber.read(member, path, -1, text));
            case FLOOR -> {
                long value = WholeNumber.read(member, path, 0, text);
                if (value > floor) {
                    floor = value;
                    floorName = path + member.name();
                }
            }
            case CAP, PROMPTS, DRAFT, THINKING, PARAMETERS, CONTENT, MODEL, OTHER_MODEL ->
                throw new IllegalArgumentException("no number");
        }
    }

    /// Several names of one thing do not multiply with each other.
    private long factor(long before, JsonMemberCursor member, String path) {
        long value = WholeNumber.read(member, path, 1, text);
        if (value > before) {
            factor = path + member.name();
        }
        return Math.max(before, value);
    }

    private void prompts(JsonMemberCursor member) {
        if (endpoint.tokens().each() == TokenField.PROMPTS) {
            prompts = Math.addExact(prompts, texts(member));
        }
    }

    /// Numbers beside each other are the tokens of one text; a list of them within the list is another.
    private static long texts(JsonMemberCursor member) {
        if (member.kind() != JsonKind.ARRAY) {
            return 1;
        }
        long texts = 0;
        boolean numbers = false;
        JsonElementCursor elements = JsonElementCursor.of(member);
        while (elements.next()) {
            if (elements.kind() == JsonKind.NUMBER) {
                numbers = true;
            } else {
                texts++;
            }
        }
        return numbers ? texts + 1 : texts;
    }

    private void content(JsonMemberCursor member) {
        if (endpoint.tokens().each() == TokenField.CONTENT && member.kind() == JsonKind.ARRAY) {
            prompts += texts(member);
        }
    }

    /// Looks into an object for what servers may read there.
    ///
    /// @param known    whether parameters are looked for there; elsewhere only what can be nothing else is taken
    /// @param thinking whether it is about thoughts
    private void look(JsonMemberCursor member, String path, int depth, boolean known, boolean thinking) {
        if (member.kind() != JsonKind.OBJECT) {
            return;
        }
        String name = path + member.name();
        if (member.end() - member.begin() > LARGEST) {
            if (known) {
                throw refused(name, "it has more than " + LARGEST + " bytes");
            }
            return;
        }
        JsonObjectView object = object(member);
        String twice = known ? object.duplicate() : null;
        if (twice != null) {
            throw refused(name, "it has '" + twice + "' more than once");
        }
        JsonMemberCursor inner = JsonMemberCursor.of(object);
        while (inner.next()) {
            TokenField field = TokenField.TABLE.get(inner);
            if (known && isModel(field)) {
                if (inner.kind() != JsonKind.NULL) {
                    other(name + "." + inner.name());
                }
            } else if (inner.kind() == JsonKind.OBJECT) {
                if (depth < DEEPEST && field != TokenField.CONTENT) {
                    look(inner, name + ".", depth + 1, known || isObject(field), thinking || isThinking(field));
                }
            } else if (field != null && (known || isUnmistakable(inner))) {
                inner(field, inner, name + ".", thinking);
            }
        }
    }

    private static boolean isObject(@Nullable TokenField field) {
        return field == TokenField.PARAMETERS || isThinking(field);
    }

    private static boolean isThinking(@Nullable TokenField field) {
        return field == TokenField.THINKING;
    }

    private static boolean isModel(@Nullable TokenField field) {
        return field == TokenField.MODEL || field == TokenField.OTHER_MODEL;
    }

    private static boolean isUnmistakable(JsonMemberCursor member) {
        return switch (member.kind()) {
            case NUMBER -> true;
            case STRING -> !SHORT.equalsIgnoreCase(member.name()) || !isWord(member);
            case TRUE, FALSE, NULL, OBJECT, ARRAY -> false;
        };
    }

    private static boolean isWord(JsonMemberCursor text) {
        return Character.isLetter(text.bytes()[text.begin() + 1]);
    }

    /// The object that a member is.
    static JsonObjectView object(JsonMemberCursor member) {
        try {
            return JsonObjectView.scan(member.bytes(), member.begin(), member.end() - member.begin());
        } catch (MalformedJson e) {
            throw new IllegalStateException("the bytes were changed since they were checked", e);
        }
    }

    private void inner(TokenField field, JsonMemberCursor member, String path, boolean thinking) {
        if (member.kind() == JsonKind.NULL) {
            return;
        }
        switch (field) {
            case CAP -> {
                if (thinking) {
                    number(TokenField.THOUGHTS, member, path);
                } else {
                    nested(WholeNumber.read(member, path, 1, false), path + member.name());
                }
            }
            case ANSWERS, BEAMS, THOUGHTS, FLOOR -> number(field, member, path);
            case PROMPTS, DRAFT, THINKING, PARAMETERS, CONTENT, MODEL, OTHER_MODEL -> {}
        }
    }

    private void nested(long value, String name) {
        if (value > nested) {
            nested = value;
            nestedName = name;
        }
    }

    private static ApiException refused(String name, String why) {
        return new ApiException(
                ApiError.invalid(400, "invalid_value", name, "Invalid value for '" + name + "': " + why + "."));
    }

    /// Tokens of an answer as the client bounds it by a name of this API; 0 where it does not.
    long cap() {
        return standard;
    }

    /// Tokens of an answer as the client bounds it by the name of some server; 0 where it does not.
    long foreignCap() {
        return other;
    }

    /// The field by which the client asks for another model than the one it names, or lets the server choose; null
    /// for none.
    @Nullable
    String otherModel() {
        return otherModel;
    }

    /// How many answers are generated for each prompt, those among them that nobody sees; at least 1.
    ///
    /// @return at most the square of [WholeNumber#MOST]
    long answers() {
        return answers * beams;
    }

    /// How many texts there are that the model is asked about, at least 1.
    long prompts() {
        return Math.max(1, prompts);
    }

    /// Refuses what cannot be under a cap.
    ///
    /// @param cap  tokens that each answer may have; 0 for any number
    /// @param most tokens that the route lets an answer have; null for any number
    /// @throws ApiException 400 that names the field
    void check(long cap, @Nullable Integer most) {
        if (cap > 0 && floor > cap) {
            throw refused(floorName, "an answer may have " + cap + " tokens here");
        }
        if (most != null && nested > most) {
            throw refused(nestedName, "an answer of this model may have " + most + " tokens");
        }
    }

    /// Tokens that are generated at most.
    ///
    /// @param cap of each answer
    /// @throws ApiException 400 if they are more than anybody counts
    long generated(long cap) {
        long each = Math.max(cap, nested) + thoughts;
        long all;
        try {
            all = Math.addExact(Math.multiplyExact(Math.multiplyExact(each, answers()), prompts()), draft);
        } catch (ArithmeticException _) {
            throw tooMany();
        }
        if (all > WholeNumber.MOST) {
            throw tooMany();
        }
        return all;
    }

    /// What is asked for is too much to be counted.
    ApiException tooMany() {
        String name = answers() > 1 ? factor : prompts > 1 ? endpoint.prompt() : capName();
        return refused(name, "the request asks for more than " + WholeNumber.MOST + " tokens in all");
    }

    private String capName() {
        return caps.isEmpty() ? endpoint.tokens().cap() : caps.getFirst().name();
    }

    /// Sets each field that bounds an answer, by whatever name, to the same cap.
    ///
    /// @param cap 1 or more
    /// @param own the name to say it by where the client says it by none of this API's
    public void write(JsonEdit edit, long cap, String own) {
        for (int i = 0; i < caps.size(); i++) {
            CapField field = caps.get(i);
            if (field.value() != cap || !field.plain()) {
                edit.set(field.name(), cap);
            }
        }
        if (standard == 0 && caps.stream().noneMatch(field -> field.name().equals(own))) {
            edit.set(own, cap);
        }
    }
}
