package io.aiplat.console;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import java.util.List;

/// `/login-links`: links that sign a browser in, once. Whoever has one is the owner, so only the owner makes them.
final class LoginLinkResource implements ManagementResource {
    private static final ObjectType<String> LINK = ObjectType.<String>named("LoginLink")
            .field(
                    "url",
                    JsonType.text().described("Below the port's own address; it works once, for ten minutes."),
                    token -> "/login?token=" + token)
            .build();

    private final ExpiringTokens links;

    LoginLinkResource(ExpiringTokens links) {
        this.links = links;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("POST", "/login-links", PrincipalRole.OWNER)
                .as("createLoginLink", "Makes a link that signs a browser in as the owner.")
                .taking(RequestType.EMPTY)
                .answering(201, LINK, _ -> links.issue()));
    }
}
