package io.aiplat.gateway.admin;

import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.balancing.DeploymentStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Management API: answers administrators about keys, users, teams, spend and deployments.
/// Safe for threads.
public final class ManagementApi {
    /// Where the addresses begin.
    public static final String ROOT = "/admin/v1";

    private final List<ManagementOperation> routes;

    /// A desk over a store.
    ///
    /// @param kept        which keys, by name, are made from files at every start, and not changed here
    /// @param deployments how each one does; none where no gateway runs
    /// @param clock       says what today is
    public ManagementApi(
            Administration administration,
            Predicate<String> kept,
            Supplier<List<DeploymentStatus>> deployments,
            InstantSource clock) {
        KeyResource keys = new KeyResource(administration, kept, clock);
        LimitOwnerResource users = new LimitOwnerResource(administration, LimitOwnerKind.USER);
        LimitOwnerResource teams = new LimitOwnerResource(administration, LimitOwnerKind.TEAM);
        SpendResource spend = new SpendResource(administration, clock);
        DeploymentResource status = new DeploymentResource(deployments);
        routes = List.of(
                new ManagementOperation("GET", "/openapi.json", (_, _) -> ManagementResponse.ok(OpenApi.document())),
                new ManagementOperation("GET", "/keys", (request, _) -> keys.list(request)),
                new ManagementOperation("POST", "/keys", (request, _) -> keys.create(request)),
                new ManagementOperation("GET", "/keys/{name}", keys::show),
                new ManagementOperation("PATCH", "/keys/{name}", keys::update),
                new ManagementOperation("DELETE", "/keys/{name}", keys::delete),
                new ManagementOperation("POST", "/keys/{name}/rotate", keys::rotate),
                new ManagementOperation("POST", "/keys/{name}/revoke", keys::revoke),
                new ManagementOperation("GET", "/users", (request, _) -> users.list(request)),
                new ManagementOperation("POST", "/users", (request, _) -> users.create(request)),
                new ManagementOperation("GET", "/users/{name}", users::show),
                new ManagementOperation("PATCH", "/users/{name}", users::update),
                new ManagementOperation("DELETE", "/users/{name}", users::delete),
                new ManagementOperation("GET", "/teams", (request, _) -> teams.list(request)),
                new ManagementOperation("POST", "/teams", (request, _) -> teams.create(request)),
                new ManagementOperation("GET", "/teams/{name}", teams::show),
                new ManagementOperation("PATCH", "/teams/{name}", teams::update),
                new ManagementOperation("DELETE", "/teams/{name}", teams::delete),
                new ManagementOperation("GET", "/spend", (request, _) -> spend.report(request)),
                new ManagementOperation("GET", "/deployments", (request, _) -> status.list(request)));
    }

    /// Answers.
    ///
    /// @throws ManagementException if the question is wrong, or the store cannot be used
    public ManagementResponse answer(ManagementRequest request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> methods = new TreeSet<>();
        for (ManagementOperation route : routes) {
            String name = route.match(request.path());
            if (name != null && route.method().equals(method)) {
                return answer(route, request, name);
            }
            if (name != null) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw ManagementException.nowhere(ManagementProblems.unknownAddress(request.path()));
        }
        List<String> known = List.copyOf(methods);
        throw ManagementException.wrongMethod(
                ManagementProblems.wrongMethod(request.method(), request.path(), known), known);
    }

    private static ManagementResponse answer(ManagementOperation route, ManagementRequest request, String name) {
        try {
            return route.answer().to(request, name);
        } catch (ApplianceException e) {
            throw ManagementException.of(e.problem(), e);
        }
    }

    List<ManagementOperation> routes() {
        return routes;
    }
}
