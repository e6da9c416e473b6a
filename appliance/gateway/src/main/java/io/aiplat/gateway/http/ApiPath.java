package io.aiplat.gateway.http;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.wire.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// URL normalization: the one address that is meant by the ways in which clients write it. A base address with or
/// without `/v1`, with it twice or with a slash at its end is what most people get wrong at first; Azure's clients
/// put the model into the address.
public final class ApiPath {
    /// What Azure's deployment becomes in the query. It begins with a blank, which no request line has within its
    /// address: a client that says `?model=` names no model with it.
    private static final String DEPLOYED = " model=";

    private static final String V1 = Endpoint.API + "/";
    private static final Pattern SLASHES = Pattern.compile("//+");

    /// `/openai/deployments/NAME/chat/completions`
    private static final Pattern DEPLOYMENT = Pattern.compile("/openai/deployments/([^/]+)(/.+)");

    /// Before `/v1`, as the addresses of others have it: OpenRouter's, Groq's and Azure's, and those that tell
    /// apart whose API is meant.
    private static final List<String> BEFORE = List.of("/api/v1/", "/openai/v1/", "/anthropic/v1/", "/anthropic/");

    /// Besides endpoints, what our addresses go on with after `/v1`.
    private static final String MODELS = "models";

    private final EndpointTable endpoints;

    /// @param endpoints that there are
    public ApiPath(EndpointTable endpoints) {
        this.endpoints = endpoints;
    }

    /// The same request at the address that is meant; itself where that is what it says, or nobody knows.
    public RequestHead canonical(RequestHead head) {
        String path = head.path();
        if (endpoints.at(path) != null) {
            return head;
        }
        String plain = plain(path);
        Matcher deployment = DEPLOYMENT.matcher(plain);
        if (deployment.matches() && isOurs(deployment.group(2))) {
            return head.at(Endpoint.API + deployment.group(2), DEPLOYED + deployment.group(1));
        }
        String meant = canonical(plain);
        return meant.equals(path) ? head : head.at(meant, head.query());
    }

    private String canonical(String plain) {
        for (String before : BEFORE) {
            if (plain.startsWith(before) && isOurs(plain.substring(before.length() - 1))) {
                return canonical(V1 + plain.substring(before.length()));
            }
        }
        if (isOurs(plain)) {
            return Endpoint.API + plain;
        }
        String rest = plain;
        while (rest.startsWith(V1 + "v1/")) {
            rest = rest.substring(Endpoint.API.length());
        }
        return rest;
    }

    /// Without doubled slashes, and without one at the end.
    private static String plain(String path) {
        // A model's name may be an address itself.
        boolean doubled = path.contains("//") && !path.contains("://");
        String single = doubled ? SLASHES.matcher(path).replaceAll("/") : path;
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private boolean isOurs(String path) {
        int end = path.indexOf('/', 1);
        String first = path.substring(1, end < 0 ? path.length() : end);
        return first.equals(MODELS) || endpoints.hasUnder(first);
    }

    /// A part of an address as it is meant. Unlike a form's, a path's plus is a plus.
    ///
    /// @throws ApiException 400 if it is not written as an address is
    public static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new ApiException(ApiError.invalid(
                    400,
                    "invalid_value",
                    "model",
                    "A percent sign in an address is followed by two digits of 0 to F."));
        }
    }

    /// The model that the address names, whatever the body says; empty if it names none.
    public static String model(RequestHead head) {
        String query = head.query();
        return query != null && query.startsWith(DEPLOYED) ? decoded(query.substring(DEPLOYED.length())) : "";
    }
}
