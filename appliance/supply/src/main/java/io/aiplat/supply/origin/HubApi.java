package io.aiplat.supply.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Secret;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.http.HttpBlob;
import io.aiplat.supply.http.RememberedRedirect;
import io.aiplat.supply.http.SourceHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The [interface of Hugging Face](https://huggingface.co/docs/hub/api), or of a mirror of it.
public final class HubApi {
    /// Bytes; a repository with thousands of files has some millions.
    private static final int LARGEST = 32 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SourceHttp http;
    private final URI endpoint;
    private final @Nullable Secret token;
    private final PlainHosts plain;

    /// The hub at an address.
    ///
    /// @param endpoint without a path, as `https://huggingface.co`
    /// @param token    for that host only; null for none
    /// @param plain    that may be asked without TLS
    public HubApi(SourceHttp http, URI endpoint, @Nullable Secret token, PlainHosts plain) {
        this.http = http;
        this.endpoint = URI.create(endpoint.toString().replaceFirst("/+$", ""));
        this.token = token;
        this.plain = plain;
    }

    /// An answer that is no list or object: the hub's own words for what is wrong.
    ///
    /// @param status of HTTP
    /// @param code   of the hub, as `GatedRepo`; empty where it says none
    record Refusal(int status, String code) {}

    /// What the hub says of something, or why it does not.
    ///
    /// @param json    null where it refuses
    /// @param refusal null where it does not
    record Said(@Nullable JsonNode json, @Nullable Refusal refusal) {}

    String host() {
        return endpoint.getAuthority();
    }

    boolean hasToken() {
        return token != null;
    }

    /// The page of a repository, for people.
    String page(String id) {
        return endpoint + "/" + id;
    }

    /// What a repository has, with sizes and digests.
    Said repository(String id, String revision) throws IOException, InterruptedException {
        return json("/api/models/" + id + "/revision/" + encoded(revision) + "?blobs=true");
    }

    /// Repositories with GGUF files, those that are fetched most first.
    Said search(String words, int most) throws IOException, InterruptedException {
        return json("/api/models?filter=gguf&sort=downloads&direction=-1&limit=" + most + "&search=" + encoded(words));
    }

    /// Asks for a file, or a part of it.
    HttpAnswer file(String id, String revision, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        String encodedPath = Arrays.stream(path.split("/")).map(HubApi::encoded).collect(Collectors.joining("/"));
        return get("/" + id + "/resolve/" + encoded(revision) + "/" + encodedPath, headers);
    }

    /// The same, for a file that is asked for many times.
    HttpBlob.Server server(String id, String revision, String path) {
        return new RememberedRedirect(http, headers -> file(id, revision, path, headers));
    }

    /// Why an answer is none; null for one that is.
    static @Nullable Refusal refusal(HttpAnswer answer) {
        return answer.status() == 200 || answer.status() == 206
                ? null
                : new Refusal(answer.status(), answer.header("X-Error-Code").orElse(""));
    }

    private Said json(String path) throws IOException, InterruptedException {
        try (HttpAnswer answer = get(path, Map.of("Accept", "application/json"))) {
            Refusal refusal = refusal(answer);
            return refusal == null ? new Said(JSON.readTree(answer.small(LARGEST)), null) : new Said(null, refusal);
        } catch (JsonProcessingException e) {
            throw new IOException(host() + " answers with what is no JSON.", e);
        }
    }

    private HttpAnswer get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        plain.require(endpoint, endpoint.toString());
        String authorization = token == null ? null : "Bearer " + token.value();
        return http.send("GET", URI.create(endpoint + path), headers, authorization);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
