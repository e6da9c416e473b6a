package io.aiplat.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Management API: the operations of all resources, and the one place that decides who may use which.
/// Safe for threads.
public final class ManagementApi {
    /// Where the addresses begin.
    public static final String ROOT = "/admin/v1";

    private final List<ManagementOperation> operations;

    /// The API that some resources make up.
    public ManagementApi(List<? extends ManagementResource> resources) {
        operations = Stream.concat(
                        Stream.of(ManagementOperation.of("GET", "/openapi.json", PrincipalRole.MEMBER)
                                .as("describe", "This document.")
                                .answering(OpenApi.TYPE, _ -> document())),
                        resources.stream().flatMap(resource -> resource.operations().stream()))
                .toList();
    }

    /// All operations, in the order of the document.
    public List<ManagementOperation> operations() {
        return operations;
    }

    /// The OpenAPI document that describes the operations.
    public ObjectNode document() {
        return OpenApi.document(operations);
    }

    /// An operation that was found for a principal who may use it.
    public static final class Match {
        private final ManagementOperation operation;
        private final Principal principal;
        private final String name;

        private Match(ManagementOperation operation, Principal principal, String name) {
            this.operation = operation;
            this.principal = principal;
            this.name = name;
        }

        /// Answers.
        ///
        /// @param query what follows the question mark, as sent; null without one
        /// @param body  JSON; empty for none
        /// @throws ManagementException if the question is wrong, or what it is about cannot be used
        public ManagementResponse answer(@Nullable String query, String body) {
            try {
                return operation.answer(principal, name, query, body);
            } catch (ApplianceException e) {
                throw ManagementException.of(e.problem(), e);
            }
        }
    }

    /// Finds the operation of a request, and whether the principal may use it.
    ///
    /// @param path below [#ROOT], as sent
    /// @throws ManagementDenied    if its role does not open it; one that opens none is not told which there are
    /// @throws ManagementException if there is no such operation
    public Match find(Principal principal, String method, String path) {
        if (!principal.role().administers()) {
            throw ManagementDenied.to(principal, PrincipalRole.ADMIN);
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        Set<String> methods = new TreeSet<>();
        for (ManagementOperation operation : operations) {
            String name = operation.match(path);
            if (name != null && operation.method().equals(wanted)) {
                if (!principal.role().mayWhat(operation.least())) {
                    throw ManagementDenied.to(principal, operation.least());
                }
                return new Match(operation, principal, name);
            }
            if (name != null) {
                methods.add(operation.method());
            }
        }
        if (methods.isEmpty()) {
            throw ManagementException.nowhere(ManagementProblems.unknownAddress(path));
        }
        List<String> known = List.copyOf(methods);
        throw ManagementException.wrongMethod(ManagementProblems.wrongMethod(method, path, known), known);
    }

    /// Answers a request.
    ///
    /// @throws ManagementDenied    if the principal may not
    /// @throws ManagementException if the question is wrong, or what it is about cannot be used
    public ManagementResponse answer(Principal principal, ManagementRequest request) {
        return find(principal, request.method(), request.path()).answer(request.query(), request.body());
    }
}
