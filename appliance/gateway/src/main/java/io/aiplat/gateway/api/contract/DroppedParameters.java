package io.aiplat.gateway.api.contract;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.inference.RequestRefused;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Dropped parameters of a request, never without a word: hints that have no use, fields that nobody here knows, and,
/// where the client or the route allows it, what changes the answer and cannot be carried out.
public final class DroppedParameters {
    /// The field of any request that allows to leave out what changes the answer.
    public static final String FIELD = "drop_params";

    /// Names what was left out, with commas between.
    public static final String HEADER = "x-aiplat-dropped-params";

    /// In characters, so that a header which names what a client has sent stays small.
    private static final int MOST = 1000;

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final Set<String> names = new LinkedHashSet<>();
    private boolean wanted;
    private Consumer<String> log = _ -> {};

    /// Nothing yet.
    ///
    /// @param byRoute whether the route allows to leave out what changes the answer
    public DroppedParameters(boolean byRoute) {
        wanted = byRoute;
    }

    /// The body without the word that allows it.
    public RequestFields from(RequestFields body) {
        wanted |= body.flag(FIELD);
        return body.without(FIELD, this);
    }

    /// Whether the client or the route allows to leave out what changes the answer.
    boolean isWanted() {
        return wanted;
    }

    /// Nothing yet, of a request that is logged.
    ///
    /// @param byRoute as in the constructor
    /// @param log     takes the names
    public static DroppedParameters of(boolean byRoute, Consumer<String> log) {
        DroppedParameters dropped = new DroppedParameters(byRoute);
        dropped.log = log;
        return dropped;
    }

    /// Whether what an engine refuses may be left out; notes it if so.
    ///
    /// @param parameter that the caller can do without
    public boolean allows(RequestRefused refused, String parameter) {
        boolean may = wanted
                && refused.kind() == RequestRefused.Kind.UNSUPPORTED_PARAMETER
                && parameter.equals(refused.parameter());
        if (may) {
            add(parameter);
        }
        return may;
    }

    /// Notes a parameter, by its name in the client's API: `messages[0].name`. That many turns have it is told
    /// once.
    public void add(String parameter) {
        names.add(
                parameter.indexOf('[') < 0
                        ? parameter
                        : INDEX.matcher(parameter).replaceAll("[]"));
    }

    /// Names them to the client and to the request log.
    public void tell(Responder responder) {
        if (!names.isEmpty()) {
            String told = headerValue();
            responder.header(HEADER, told);
            log.accept(told);
        }
    }

    /// Names come from the client, and a header takes only some characters.
    private String headerValue() {
        String all = String.join(", ", names).replaceAll("[^\\x21-\\x7e ]", "?");
        return all.length() <= MOST ? all : all.substring(0, MOST) + "...";
    }
}
