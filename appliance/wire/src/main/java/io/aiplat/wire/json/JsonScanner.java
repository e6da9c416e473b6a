package io.aiplat.wire.json;

import io.aiplat.wire.SwarWord;

/// Walks over JSON in bytes and checks every one of them (RFC 8259, UTF-8 as Unicode's table 3-7 has it).
final class JsonScanner {
    /// Deeper documents are attacks on those who recurse, as the servers behind us do.
    static final int DEEPEST = 512;

    private static final long QUOTES = SwarWord.all('"');
    private static final long BACKSLASHES = SwarWord.all('\\');
    private static final long BLANKS = SwarWord.all(' ');

    private final byte[] bytes;
    private final int end;
    private int at;
    private int values;

    /// Walks over the bytes from `from` to `end`, exclusive.
    JsonScanner(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// Where it is.
    int at() {
        return at;
    }

    /// How many values it has passed, those within others and those that have others in them.
    int values() {
        return values;
    }

    /// Passes blanks, and says what follows them.
    ///
    /// @return the byte, not passed yet; -1 at the end
    int skipBlanks() {
        while (at < end) {
            byte character = bytes[at];
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
                return character & 0xFF;
            }
            at++;
        }
        return -1;
    }

    /// Passes one character that has to follow, after blanks.
    void expect(char character, String name) throws MalformedJson {
        if (skipBlanks() != character) {
            throw wrong(name);
        }
        at++;
    }

    /// Passes blanks and one character, if it follows.
    boolean passIf(char character) {
        boolean follows = skipBlanks() == character;
        if (follows) {
            at++;
        }
        return follows;
    }

    /// Passes blanks and a value.
    ///
    /// @param depth how many objects and arrays it lies in
    void value(int depth) throws MalformedJson {
        values++;
        switch (skipBlanks()) {
            case '"' -> string();
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw wrong("a value");
        }
    }

    /// Passes blanks and a string.
    ///
    /// @return whether it has escapes
    boolean string() throws MalformedJson {
        if (skipBlanks() != '"') {
            throw wrong("a string");
        }
        at++;
        boolean escaped = false;
        skipPlain();
        while (at < end) {
            byte character = bytes[at];
            if (character == '"') {
                at++;
                return escaped;
            } else if (character == '\\') {
                escaped = true;
                escape();
                skipPlain();
            } else if (character >= ' ') {
                at++;
            } else if (character < 0) {
                at += Utf8.length(bytes, at, end);
            } else {
                throw wrong("an escape instead of a control character");
            }
        }
        throw wrong("the end of a string");
    }

    /// Passes blanks and the name of a member.
    ///
    /// @return whether it has escapes
    boolean name() throws MalformedJson {
        skipBlanks();
        int begin = at;
        boolean escaped = string();
        if (at - begin > JsonObjectView.LONGEST_NAME) {
            throw wrong("at most " + JsonObjectView.LONGEST_NAME + " bytes of a name");
        }
        return escaped;
    }

    /// Passes characters of a string that mean nothing, in eights, for as long as there are eights.
    private void skipPlain() {
        while (at + SwarWord.COUNT <= end) {
            long eight = SwarWord.at(bytes, at);
            long special = SwarWord.zero(eight ^ QUOTES)
                    | SwarWord.zero(eight ^ BACKSLASHES)
                    | SwarWord.below(eight, BLANKS)
                    | SwarWord.beyondAscii(eight);
            if (special != 0) {
                at += SwarWord.first(special);
                return;
            }
            at += SwarWord.COUNT;
        }
    }

    private void object(int depth) throws MalformedJson {
        open(depth);
        if (passIf('}')) {
            return;
        }
        int members = 0;
        do {
            member(++members);
            name();
            expect(':', "a colon");
            value(depth + 1);
        } while (passIf(','));
        expect('}', "a comma or the end of an object");
    }

    /// Lets an object have so many members.
    void member(int count) throws MalformedJson {
        if (count > JsonObjectView.MOST_MEMBERS) {
            throw wrong("at most " + JsonObjectView.MOST_MEMBERS + " members of an object");
        }
    }

    private void array(int depth) throws MalformedJson {
        open(depth);
        if (passIf(']')) {
            return;
        }
        do {
            value(depth + 1);
        } while (passIf(','));
        expect(']', "a comma or the end of an array");
    }

    private void open(int depth) throws MalformedJson {
        if (depth >= DEEPEST) {
            throw wrong("at most " + DEEPEST + " objects and arrays in each other");
        }
        at++;
    }

    private void escape() throws MalformedJson {
        at++;
        int character = at < end ? bytes[at] : -1;
        switch (character) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++, at++) {
                    if (at >= end || Character.digit(bytes[at], 16) < 0) {
                        throw wrong("four hexadecimal digits");
                    }
                }
            }
            default -> throw wrong("an escape that JSON has");
        }
    }

    private void word(String word) throws MalformedJson {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= end || bytes[at] != word.charAt(i)) {
                throw wrong("'" + word + "'");
            }
        }
    }

    private void number() throws MalformedJson {
        if (bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() throws MalformedJson {
        int first = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw wrong("a digit");
        }
    }

    /// What to throw when something else should have been here.
    MalformedJson wrong(String expected) {
        return new MalformedJson(at, expected);
    }
}
