package io.aiplat.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.pull.PullJobs;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Function;

/// Everything under `/api`: what the page and the command line do.
final class ConsoleApi implements HttpService {
    private final ConsoleAccess access;
    private final StatusSource status;
    private final ModelEngine engine;
    private final ModelStore store;
    private final PullJobs pulls;
    private final ExpiringTokens loginLinks;

    ConsoleApi(
            ConsoleAccess access,
            StatusSource status,
            ModelEngine engine,
            ModelStore store,
            PullJobs pulls,
            ExpiringTokens loginLinks) {
        this.access = access;
        this.status = status;
        this.engine = engine;
        this.store = store;
        this.pulls = pulls;
        this.loginLinks = loginLinks;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/status", reading(_ -> ConsoleJson.status(status.look())))
                .get("/models", reading(_ -> ConsoleJson.models(engine.models(), pulls.all())))
                .post("/models/pull", guarded(access::toChange, new PullHandler(pulls, store.name())))
                .delete("/pulls/{+name}", guarded(access::toChange, this::stop))
                .delete("/models/{+name}", changing(this::remove))
                .post("/login-links", changing(_ -> loginLink()));
    }

    private void stop(ServerRequest request, ServerResponse response) {
        String model = request.path().pathParameters().get("name");
        if (pulls.cancel(model)) {
            send(response, 200, ConsoleJson.object().put("stopped", model));
        } else {
            refuse(response, ConsoleProblems.noPull(model));
        }
    }

    private ObjectNode remove(ServerRequest request) {
        String name = request.path().pathParameters().get("name");
        store.remove(name);
        return ConsoleJson.object().put("removed", name);
    }

    private ObjectNode loginLink() {
        return ConsoleJson.object().put("url", "/login?token=" + loginLinks.issue());
    }

    private Handler reading(Function<ServerRequest, ObjectNode> answer) {
        return guarded(access::toRead, (request, response) -> send(response, 200, answer.apply(request)));
    }

    private Handler changing(Function<ServerRequest, ObjectNode> answer) {
        return guarded(access::toChange, (request, response) -> send(response, 200, answer.apply(request)));
    }

    private Handler guarded(Function<ServerRequest, ConsoleAccess.Verdict> guard, Handler handler) {
        return (request, response) -> {
            switch (guard.apply(request)) {
                case ALLOWED -> answer(handler, request, response);
                case NOT_SIGNED_IN -> refuse(response, ConsoleProblems.notSignedIn());
                case FOREIGN_PAGE -> refuse(response, ConsoleProblems.foreignPage());
            }
        };
    }

    private void answer(Handler handler, ServerRequest request, ServerResponse response) throws Exception {
        try {
            handler.handle(request, response);
        } catch (ApplianceException e) {
            // Whatever the engine's problem is, it is none of the page's requests.
            send(response, 503, ConsoleJson.error(e.problem()));
        } catch (ModelNotFound e) {
            refuse(response, ConsoleProblems.noModel(e.reason()));
        }
    }

    static void refuse(ServerResponse response, Problem problem) {
        send(response, problem.code().httpStatus(), ConsoleJson.error(problem));
    }

    static void send(ServerResponse response, int status, ObjectNode body) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(ConsoleJson.bytes(body));
    }
}
