package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Price;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonMemberCursor;
import io.aiplat.wire.json.JsonObjectView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hosted tools, service tiers and other premium features: what makes a request dearer than the tokens that can be
/// counted beforehand. A key with a budget is refused them by name where tokens cost something, for no bound of
/// such a request would be one.
public final class Surcharges {
    private static final byte[] COMPACT = Bytes.of("compact");

    /// Types of tools that a client carries out itself, or that say nothing but how tools are found.
    private static final Set<String> OWN_TOOLS =
            Set.of("function", "custom", "local_shell", "apply_patch", "computer_use_preview", "computer");

    /// How the types of Anthropic's tools begin that a client carries out itself; a date follows.
    private static final String[] OWN_BEGINNINGS = {"bash_", "text_editor_", "computer_", "memory_", "tool_search"};

    private static final Set<String> USUAL_TIERS =
            Set.of("auto", "default", "standard", "standard_only", "flex", "batch", "global", "not_available", "off");

    /// What kind of thing a field is.
    private enum Extra {
        /// A word that is usual or dear.
        TIER,
        /// An object with a mode that is usual or dear.
        MODE,
        /// On or off.
        SWITCH,
        /// Paid whenever it is there.
        PRESENT,
        /// Paid only as an object or a list: elsewhere the name is the prompt itself.
        STORED,
        /// A list of tools.
        TOOLS,
        /// What of an answer is wanted: text, or what is dearer.
        MODALITIES,
        /// Rules that may have the server generate a summary besides.
        CONTEXT
    }

    private static final Map<Extra, String> NAMES = Map.of(
            Extra.TIER, "servicetier speed inferencegeo",
            Extra.MODE, "reasoning",
            Extra.SWITCH, "background enablesearch usesearch websearch searchenabled websearchenabled enablewebsearch",
            Extra.PRESENT, """
                    previousresponseid conversation mcpservers container websearchoptions searchoptions
                    searchparameters plugins audio thread compaction cachedcontent datasources compoundcustom""",
            Extra.STORED, "prompt",
            Extra.TOOLS, "tools",
            Extra.MODALITIES, "modalities responsemodalities",
            Extra.CONTEXT, "contextmanagement");

    private static final FieldNames<Extra> TABLE = table();

    private Surcharges() {}

    private static FieldNames<Extra> table() {
        Map<String, Extra> known = new HashMap<>();
        NAMES.forEach((extra, names) -> {
            for (String name : names.split("\\s+", 0)) {
                known.put(name, extra);
            }
        });
        return new FieldNames<>(known);
    }

    /// Refuses them, where they would go round a budget. A hosted tool that stands beside the client's own, and
    /// that nobody forces, is left out: coding agents offer one each time.
    ///
    /// @param named what the conversation has
    /// @param price the dearest of all who may answer
    /// @return the request that can be paid for
    /// @throws ApiException 400 that names the field
    /// @throws IOException  if there is no memory for another request
    public static ModelCall without(
            ModelCall call, InputReferences named, KeySnapshot key, Price price, Responder responder)
            throws IOException {
        if (call.form() != null || price.equals(Price.FREE) || key.shadow() || !hasBudget(key)) {
            return call;
        }
        if (named.hasCompaction()) {
            throw refused(call.endpoint().prompt());
        }
        if (named.hasTools()) {
            brought(call);
        }
        ModelCall less = withoutHosted(call, responder);
        check(less.json(), "", less.endpoint(), 1);
        return less;
    }

    private static ModelCall withoutHosted(ModelCall call, Responder responder) throws IOException {
        JsonElementCursor tools = call.json().elements("tools");
        List<String> hosted = new ArrayList<>();
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        for (int i = 0; tools.next(); i++) {
            if (isOwn(tools.object())) {
                own.write(own.size() == 0 ? '[' : ',');
                own.write(call.json().bytes(), tools.begin(), tools.end() - tools.begin());
            } else if (tools.kind() == JsonKind.OBJECT) {
                hosted.add("tools[" + i + "]");
            }
        }
        if (hosted.isEmpty() || own.size() == 0 || forces(call.json())) {
            return call;
        }
        own.write(']');
        responder.hold(call.body().length());
        byte[] less = call.json().edit().set("tools", own.toByteArray()).bytes();
        responder.header(DroppedParameters.HEADER, String.join(", ", hosted));
        return call.without(less, hosted);
    }

    /// Whether a tool is forced that may be a hosted one.
    private static boolean forces(JsonObjectView json) {
        JsonObjectView choice = json.object("tool_choice");
        String type = choice == null ? null : choice.text("type");
        return type != null
                && !Set.of("auto", "any", "none", "function", "custom").contains(type);
    }

    private static boolean hasBudget(KeySnapshot key) {
        for (Limits limits : key.limits()) {
            if (!limits.budgets().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Looks at the members of a body, and of the objects in it that servers read parameters from.
    private static void check(JsonObjectView object, String path, Endpoint endpoint, int depth) {
        JsonMemberCursor members = JsonMemberCursor.of(object);
        while (members.next()) {
            Extra extra = TABLE.get(members);
            if (extra != null) {
                if (members.kind() != JsonKind.NULL && isPaid(extra, members, path, endpoint)) {
                    throw refused(path + members.name());
                }
            } else if (members.kind() == JsonKind.OBJECT
                    && depth < TokenDemand.DEEPEST
                    && (depth > 1 || TokenField.TABLE.get(members) == TokenField.PARAMETERS)) {
                check(TokenDemand.object(members), path + members.name() + ".", endpoint, depth + 1);
            }
        }
    }

    private static boolean isPaid(Extra extra, JsonMemberCursor member, String path, Endpoint endpoint) {
        return switch (extra) {
            case TIER -> !USUAL_TIERS.contains(text(member));
            case MODE -> isDear(member);
            case SWITCH -> member.kind() != JsonKind.FALSE;
            case PRESENT -> !isEmpty(member);
            case STORED -> endpoint.namesStored() && !isEmpty(member);
            case TOOLS -> {
                tools(member, path);
                yield false;
            }
            case MODALITIES -> !isText(member);
            case CONTEXT -> ByteSearch.find(member.bytes(), member.begin(), member.end(), COMPACT) >= 0;
        };
    }

    private static boolean isDear(JsonMemberCursor member) {
        JsonObjectView object = member.kind() == JsonKind.OBJECT ? TokenDemand.object(member) : null;
        return object != null && object.has("mode") && !"standard".equals(object.text("mode"));
    }

    private static String text(JsonMemberCursor member) {
        return member.kind() == JsonKind.STRING ? Bytes.text(member.bytes(), member.begin() + 1, member.end() - 1) : "";
    }

    /// `false`, and what has nothing in it.
    private static boolean isEmpty(JsonMemberCursor member) {
        return switch (member.kind()) {
            case FALSE, NULL -> true;
            case ARRAY -> !JsonElementCursor.of(member).next();
            case STRING -> member.end() - member.begin() == 2;
            case TRUE, NUMBER, OBJECT -> false;
        };
    }

    private static boolean isText(JsonMemberCursor member) {
        JsonElementCursor elements = JsonElementCursor.of(member);
        boolean text = member.kind() == JsonKind.ARRAY;
        while (elements.next()) {
            text &= "text".equalsIgnoreCase(elements.text());
        }
        return text;
    }

    private static void tools(JsonMemberCursor member, String path) {
        if (member.kind() != JsonKind.ARRAY && !isEmpty(member)) {
            throw refused(path + member.name());
        }
        tools(JsonElementCursor.of(member), path + member.name());
    }

    private static void tools(JsonElementCursor tools, String name) {
        for (int i = 0; tools.next(); i++) {
            if (!isOwn(tools.object())) {
                throw refused(name + "[" + i + "].type");
            }
        }
    }

    /// Tools that turns of a conversation bring with them.
    private static void brought(ModelCall call) {
        String prompt = call.endpoint().prompt();
        JsonElementCursor turns = call.json().elements(prompt);
        for (int i = 0; turns.next(); i++) {
            JsonObjectView turn = turns.object();
            if (turn != null) {
                String name = prompt + "[" + i + "]";
                tools(turn.elements("tools"), name + ".tools");
                JsonElementCursor blocks = turn.elements("content");
                while (blocks.next()) {
                    JsonObjectView block = blocks.object();
                    JsonObjectView change = block == null ? null : block.object("tool");
                    if (change != null && change.has("definition") && !isOwn(change.object("definition"))) {
                        throw refused(name + ".content");
                    }
                }
            }
        }
    }

    private static boolean isOwn(@Nullable JsonObjectView tool) {
        if (tool == null || tool.duplicate() != null) {
            return false;
        }
        if (!tool.has("type")) {
            // Anthropic's clients leave it out of their own; Google's name a tool that it carries out itself.
            return tool.has("name") || tool.has("function");
        }
        String type = tool.text("type");
        return switch (type) {
            case "namespace" -> areOwn(tool.elements("tools"));
            case "shell" -> isLocal(tool.object("environment"));
            case null -> false;
            default -> OWN_TOOLS.contains(type) || begins(type);
        };
    }

    private static boolean areOwn(JsonElementCursor tools) {
        boolean own = true;
        while (tools.next()) {
            own &= isOwn(tools.object());
        }
        return own;
    }

    private static boolean isLocal(@Nullable JsonObjectView environment) {
        return environment != null && environment.duplicate() == null && "local".equals(environment.text("type"));
    }

    private static boolean begins(String type) {
        for (String beginning : OWN_BEGINNINGS) {
            if (type.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private static ApiException refused(@Nullable String name) {
        return new ApiException(ApiError.invalid(
                400,
                "unsupported_parameter",
                name,
                "'" + name + "' cannot be had with this value by a key that has a budget: what it costs cannot be known"
                        + " beforehand. Leave it out, or use a key without a budget."));
    }
}
