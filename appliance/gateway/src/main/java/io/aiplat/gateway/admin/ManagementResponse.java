package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// Response of the management API.
///
/// @param status of HTTP
/// @param body   missing where nothing is to be said
public record ManagementResponse(int status, JsonNode body) {
    static ManagementResponse ok(JsonNode body) {
        return new ManagementResponse(200, body);
    }

    static ManagementResponse made(JsonNode body) {
        return new ManagementResponse(201, body);
    }

    static ManagementResponse gone() {
        return new ManagementResponse(204, MissingNode.getInstance());
    }
}
