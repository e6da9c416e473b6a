package io.aiplat.gateway.admin;

import io.aiplat.governance.Administration;
import io.aiplat.governance.HolderKind;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.choice.DeploymentStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Answers questions about keys, users, teams, spend and deployments, for whoever was found to be an administrator.
/// Safe for threads.
public final class AdminDesk {
    /// Where the addresses begin.
    public static final String ROOT = "/admin/v1";

    private final List<AdminRoute> routes;

    /// A desk over a store.
    ///
    /// @param kept        which keys, by name, are made from files at every start, and not changed here
    /// @param deployments how each one does; none where no gateway runs
    /// @param clock       says what today is
    public AdminDesk(
            Administration administration,
            Predicate<String> kept,
            Supplier<List<DeploymentStatus>> deployments,
            InstantSource clock) {
        KeyResource keys = new KeyResource(administration, kept, clock);
        HolderResource users = new HolderResource(administration, HolderKind.USER);
        HolderResource teams = new HolderResource(administration, HolderKind.TEAM);
        SpendResource spend = new SpendResource(administration, clock);
        DeploymentResource status = new DeploymentResource(deployments);
        routes = List.of(
                new AdminRoute("GET", "/openapi.json", (_, _) -> AdminAnswer.ok(OpenApi.document())),
                new AdminRoute("GET", "/keys", (request, _) -> keys.list(request)),
                new AdminRoute("POST", "/keys", (request, _) -> keys.create(request)),
                new AdminRoute("GET", "/keys/{name}", keys::show),
                new AdminRoute("PATCH", "/keys/{name}", keys::update),
                new AdminRoute("DELETE", "/keys/{name}", keys::delete),
                new AdminRoute("POST", "/keys/{name}/rotate", keys::rotate),
                new AdminRoute("POST", "/keys/{name}/revoke", keys::revoke),
                new AdminRoute("GET", "/users", (request, _) -> users.list(request)),
                new AdminRoute("POST", "/users", (request, _) -> users.create(request)),
                new AdminRoute("GET", "/users/{name}", users::show),
                new AdminRoute("PATCH", "/users/{name}", users::update),
                new AdminRoute("DELETE", "/users/{name}", users::delete),
                new AdminRoute("GET", "/teams", (request, _) -> teams.list(request)),
                new AdminRoute("POST", "/teams", (request, _) -> teams.create(request)),
                new AdminRoute("GET", "/teams/{name}", teams::show),
                new AdminRoute("PATCH", "/teams/{name}", teams::update),
                new AdminRoute("DELETE", "/teams/{name}", teams::delete),
                new AdminRoute("GET", "/spend", (request, _) -> spend.report(request)),
                new AdminRoute("GET", "/deployments", (request, _) -> status.list(request)));
    }

    /// Answers.
    ///
    /// @throws AdminRefusal if the question is wrong, or the store cannot be used
    public AdminAnswer answer(AdminRequest request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> methods = new TreeSet<>();
        for (AdminRoute route : routes) {
            String name = route.match(request.path());
            if (name != null && route.method().equals(method)) {
                return answer(route, request, name);
            }
            if (name != null) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw AdminRefusal.nowhere(AdminProblems.unknownAddress(request.path()));
        }
        List<String> known = List.copyOf(methods);
        throw AdminRefusal.wrongMethod(AdminProblems.wrongMethod(request.method(), request.path(), known), known);
    }

    private static AdminAnswer answer(AdminRoute route, AdminRequest request, String name) {
        try {
            return route.answer().to(request, name);
        } catch (ApplianceException e) {
            throw AdminRefusal.of(e.problem(), e);
        }
    }

    List<AdminRoute> routes() {
        return routes;
    }
}
