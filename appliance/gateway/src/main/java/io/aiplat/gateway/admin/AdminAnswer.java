package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// What the administration says.
///
/// @param status of HTTP
/// @param body   missing where nothing is to be said
public record AdminAnswer(int status, JsonNode body) {
    static AdminAnswer ok(JsonNode body) {
        return new AdminAnswer(200, body);
    }

    static AdminAnswer made(JsonNode body) {
        return new AdminAnswer(201, body);
    }

    static AdminAnswer gone() {
        return new AdminAnswer(204, MissingNode.getInstance());
    }
}
