package io.aiplat.gateway.surface;

import io.aiplat.gateway.connection.Exchange;
import java.util.LinkedHashSet;
import java.util.Set;

/// What was left out of a request because it cannot be carried out: only where the client or the route allows
/// it, and never without a word.
public final class Dropped {
    /// The field of any request that allows it.
    public static final String FIELD = "drop_params";

    private static final String HEADER = "x-aiplat-dropped-params";

    private final Set<String> names = new LinkedHashSet<>();
    private boolean wanted;

    /// Nothing yet.
    ///
    /// @param byRoute whether the route allows it
    public Dropped(boolean byRoute) {
        wanted = byRoute;
    }

    /// The body without the word that allows it.
    public Fields from(Fields body) {
        wanted |= body.flag(FIELD);
        return body.without(FIELD, wanted ? names : null);
    }

    /// Whether the client or the route allows it.
    boolean isWanted() {
        return wanted;
    }

    /// Notes a parameter, by its name in the client's API.
    void add(String parameter) {
        names.add(parameter);
    }

    /// Names them to the client.
    public void tell(Exchange exchange) {
        if (!names.isEmpty()) {
            exchange.header(HEADER, headerValue());
        }
    }

    /// Names come from the client, and a header takes only some characters.
    private String headerValue() {
        return String.join(", ", names).replaceAll("[^\\x21-\\x7e ]", "?");
    }
}
