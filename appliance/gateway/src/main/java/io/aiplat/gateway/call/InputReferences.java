package io.aiplat.gateway.call;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.SwarWord;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonMemberCursor;
import io.aiplat.wire.json.JsonObjectView;
import java.util.HashMap;
import java.util.Map;

/// Input by reference: files, recordings and earlier items that a request names and does not hold, and documents
/// that are packed. How many tokens they are cannot be told from its bytes, but no model is shown more than its
/// context. Besides, what else a conversation has that costs more than its bytes. All of it is found in one pass
/// over the quotes of the conversation, in whatever case and place it is written.
public final class InputReferences {
    /// The longest context window of the models in use.
    static final int LONGEST_CONTEXT = 2_000_000;

    /// Of a request whose tokens nobody counts.
    public static final InputReferences NONE = new InputReferences();

    private static final byte[] ESCAPE = Bytes.of("\\u00");

    /// The longest of the names and words that are looked for, with some underlines more.
    private static final int LONGEST = 32;

    /// What a name of a member, or its type, says.
    private enum Mark {
        /// The member has the type of its object.
        TYPE,
        /// Something that is not there, or packed.
        NAMED,
        /// A document, which may be there as a text.
        DOCUMENT,
        /// A picture.
        PICTURE,
        /// A recording, or its address.
        RECORDING,
        /// An item that may be named by this alone.
        ID,
        /// Tools that a turn brings with it.
        TOOLS,
        /// A turn that has all before it summed up.
        COMPACTION
    }

    private static final FieldNames<Mark> NAMES = table(Map.of(
            Mark.TYPE, "type",
            Mark.NAMED, "fileid fileurl fileuri filedata videourl audiourl documenturl video audio",
            Mark.PICTURE, "imageurl",
            Mark.RECORDING, "inputaudio",
            Mark.ID, "id"));

    private static final FieldNames<Mark> TYPES = table(Map.of(
            Mark.NAMED,
            """
            file inputfile video inputvideo videourl audio audiourl documenturl itemreference imagegenerationcall
            containerupload""",
            Mark.DOCUMENT,
            "document",
            Mark.PICTURE,
            "image imageurl inputimage computerscreenshot",
            Mark.TOOLS,
            "additionaltools toolsearchoutput tooldefinition",
            Mark.COMPACTION,
            "compactiontrigger"));

    /// Of a form.
    private static final FieldNames<Mark> PARTS = table(Map.of(Mark.NAMED, "url fileurl fileid fileuri audiourl"));

    private boolean named;
    private boolean tools;
    private boolean compaction;
    private boolean id;
    private int documents;
    private int pictures;
    private int addresses;

    private InputReferences() {}

    private static FieldNames<Mark> table(Map<Mark, String> names) {
        Map<String, Mark> known = new HashMap<>();
        names.forEach((mark, words) -> {
            for (String word : words.split("\\s+", 0)) {
                known.put(word, mark);
            }
        });
        return new FieldNames<>(known);
    }

    /// Looks for them. What is written with needless escapes, which nobody does by chance, counts as if it was one.
    public static InputReferences in(ModelCall call) {
        InputReferences found = new InputReferences();
        JsonObjectView json = call.json();
        TokenRules.References kind = call.endpoint().tokens().references();
        if (kind.isConversation()) {
            int from = json.valueBegin(call.endpoint().prompt());
            if (from >= 0 && json.bytes()[from] != '"') {
                found.look(call.endpoint(), json, from);
            }
        } else if (kind == TokenRules.References.PARTS) {
            JsonMemberCursor parts = JsonMemberCursor.of(json);
            while (parts.next()) {
                found.named |= PARTS.get(parts) != null && parts.end() - parts.begin() > 2;
            }
        }
        return found;
    }

    private void look(Endpoint endpoint, JsonObjectView json, int from) {
        byte[] bytes = json.bytes();
        int to = json.valueEnd(endpoint.prompt());
        for (int quote = quote(bytes, from, to); quote < to; quote = quote(bytes, quote + 1, to)) {
            int begin = wordBegin(bytes, from, quote);
            if (begin >= 0) {
                name(endpoint, bytes, begin, quote, to);
            }
        }
        TokenRules.References kind = endpoint.tokens().references();
        named |= documents > 0
                && (kind != TokenRules.References.ANTHROPIC || documents > texts(json.elements(endpoint.prompt())));
        named |= id && kind == TokenRules.References.ITEMS && hasUntyped(json.elements(endpoint.prompt()));
        named |= isDisguised(bytes, from, to);
    }

    /// The next quote from a place on; the end if there is none.
    private static int quote(byte[] bytes, int from, int to) {
        long quotes = SwarWord.all('"');
        int at = from;
        while (at + SwarWord.COUNT <= to) {
            long hits = SwarWord.zero(SwarWord.at(bytes, at) ^ quotes);
            if (hits != 0) {
                return at + SwarWord.first(hits);
            }
            at += SwarWord.COUNT;
        }
        while (at < to && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    /// Where the word begins that a quote ends; -1 if that is none. Within a text a quote is escaped, so that this
    /// is none of its words.
    private static int wordBegin(byte[] bytes, int from, int quote) {
        int at = quote - 1;
        while (at > from && quote - at <= LONGEST && isOfWord(bytes[at])) {
            at--;
        }
        return at > from && at < quote - 1 && bytes[at] == '"' && bytes[at - 1] != '\\' ? at + 1 : -1;
    }

    private static boolean isOfWord(byte c) {
        int letter = c | 0x20;
        return (letter >= 'a' && letter <= 'z') || c == '_' || c == '-' || c < 0;
    }

    private void name(Endpoint endpoint, byte[] bytes, int begin, int end, int to) {
        Mark mark = NAMES.get(bytes, begin, end);
        if (mark == null) {
            return;
        }
        int at = blanks(bytes, end + 1, to);
        if (at == to || bytes[at] != ':') {
            return;
        }
        int value = blanks(bytes, at + 1, to);
        // What a model gave to a tool stands as it is in Anthropic's conversations, under people's own names.
        boolean own = endpoint.tokens().references() == TokenRules.References.ANTHROPIC;
        switch (mark) {
            case TYPE -> type(endpoint, bytes, value, to);
            case NAMED -> named |= !own;
            case PICTURE -> addresses += own ? 0 : 1;
            case RECORDING -> named |= !own && bytes[value] == '"' && (bytes[value + 1] | 0x20) == 'h';
            case ID -> id = true;
            case DOCUMENT, TOOLS, COMPACTION -> throw new IllegalArgumentException("a type");
        }
    }

    private static int blanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] <= ' ') {
            at++;
        }
        return at;
    }

    private void type(Endpoint endpoint, byte[] bytes, int value, int to) {
        if (bytes[value] != '"') {
            return;
        }
        int end = quote(bytes, value + 1, Math.min(to, value + LONGEST));
        Mark mark = end < to && bytes[end] == '"' ? TYPES.get(bytes, value + 1, end) : null;
        switch (mark) {
            // The picture of another file is a picture.
            case NAMED ->
                named |= endpoint.tokens().references() != TokenRules.References.ANTHROPIC || bytes[value + 1] == 'c';
            case DOCUMENT -> documents++;
            case PICTURE -> pictures++;
            case TOOLS -> tools = true;
            case COMPACTION -> compaction = true;
            case TYPE, RECORDING, ID -> throw new IllegalArgumentException("a name");
            case null -> {}
        }
    }

    /// How many documents of Anthropic's are there as a text.
    private static int texts(JsonElementCursor turns) {
        int texts = 0;
        while (turns.next()) {
            JsonObjectView turn = turns.object();
            if (turn != null) {
                texts += textsIn(turn.elements("content"), true);
            }
        }
        return texts;
    }

    private static int textsIn(JsonElementCursor blocks, boolean outermost) {
        int texts = 0;
        while (blocks.next()) {
            JsonObjectView block = blocks.object();
            if (block != null && outermost && "tool_result".equals(block.word("type"))) {
                texts += textsIn(block.elements("content"), false);
            } else if (block != null && "document".equals(block.word("type"))) {
                JsonObjectView source = block.object("source");
                texts += source != null && source.duplicate() == null && "text".equals(source.word("type")) ? 1 : 0;
            }
        }
        return texts;
    }

    /// Whether there is an item that says no more of itself than its number.
    private static boolean hasUntyped(JsonElementCursor items) {
        boolean untyped = false;
        while (items.next()) {
            JsonObjectView item = items.object();
            untyped |= item != null && item.word("type") == null && !item.has("role");
        }
        return untyped;
    }

    /// Whether a letter is written as an escape, which it is not where the backslash is one that is meant.
    private static boolean isDisguised(byte[] bytes, int from, int to) {
        for (int at = ByteSearch.find(bytes, from, to, ESCAPE);
                at >= 0;
                at = ByteSearch.find(bytes, at + 1, to, ESCAPE)) {
            byte high = bytes[at + ESCAPE.length];
            if (isMeant(bytes, from, at)) {
                continue;
            }
            if (high >= '4' && high <= '7' && !(high == '7' && (bytes[at + ESCAPE.length + 1] | 0x20) == 'f')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMeant(byte[] bytes, int from, int at) {
        int before = at;
        while (before > from && bytes[before - 1] == '\\') {
            before--;
        }
        return (at - before) % 2 == 1;
    }

    /// Whether a conversation has any.
    boolean any() {
        return named;
    }

    /// How many pictures there may be, wherever they stand.
    int pictures() {
        return Math.max(pictures, addresses);
    }

    /// Whether turns may bring tools with them.
    boolean hasTools() {
        return tools;
    }

    /// Whether a summary may be generated besides.
    boolean hasCompaction() {
        return compaction;
    }
}
