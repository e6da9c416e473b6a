package io.aiplat.gateway.cache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.aiplat.model.Digests;
import io.aiplat.wire.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cache key of a request: a SHA-256 over what it means, not over how it is written. Members count whatever their
/// order, strings whatever their escapes, and blanks not at all. Numbers count as they are written.
final class RequestDigest {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final MessageDigest sha = Digests.begun();

    private record Member(String name, ByteSlice digest) {}

    private RequestDigest() {}

    /// The name of a request.
    ///
    /// @param scope   what else has to be the same
    /// @param leftOut members of the body that say nothing about its answer
    /// @return null if the body cannot be read
    static @Nullable String of(String scope, byte[] body, int length, Set<String> leftOut) {
        RequestDigest digest = new RequestDigest();
        try (JsonParser json = FACTORY.createParser(body, 0, length)) {
            json.nextToken();
            byte[] content = digest.object(json, leftOut);
            return HexFormat.of().formatHex(digest.of('#', scope.getBytes(StandardCharsets.UTF_8), content));
        } catch (IOException _) {
            // Whoever answers the request will say what is wrong with it.
            return null;
        }
    }

    private byte[] value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(json, Set.of());
        }
        if (token == JsonToken.START_ARRAY) {
            ByteArrayOutputStream elements = new ByteArrayOutputStream();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                elements.writeBytes(value(json));
            }
            return of('[', elements.toByteArray());
        }
        char kind = token == JsonToken.VALUE_STRING ? '"' : '0';
        return of(kind, json.getText().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] object(JsonParser json, Set<String> leftOut) throws IOException {
        List<Member> members = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (leftOut.contains(name)) {
                json.skipChildren();
            } else {
                members.add(new Member(name, ByteSlice.of(value(json))));
            }
        }
        members.sort(Comparator.comparing(Member::name));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Member member : members) {
            all.writeBytes(of('k', member.name().getBytes(StandardCharsets.UTF_8)));
            all.writeBytes(member.digest().bytes());
        }
        return of('{', all.toByteArray());
    }

    /// What comes in several parts has all but the last of a length of its own.
    private byte[] of(char kind, byte[]... parts) {
        sha.update((byte) kind);
        for (int i = 0; i < parts.length; i++) {
            if (i < parts.length - 1) {
                sha.update((byte) parts[i].length);
                sha.update((byte) (parts[i].length >> 8));
            }
            sha.update(parts[i]);
        }
        return sha.digest();
    }
}
