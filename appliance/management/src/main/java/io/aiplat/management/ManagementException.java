package io.aiplat.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Error response of the management API, as an exception: a request that is not answered.
/// Carries no stack trace: whoever asked is at fault, or the cause has its own.
public final class ManagementException extends RuntimeException {
    private final transient Problem problem;
    private final @Nullable String param;
    private final transient List<String> methods;

    private ManagementException(
            Problem problem, @Nullable String param, List<String> methods, @Nullable Throwable cause) {
        super(problem.code().id(), cause, false, false);
        this.problem = problem;
        this.param = param;
        this.methods = methods;
    }

    /// The request is wrong.
    ///
    /// @param param the field at fault
    public static ManagementException wrong(Problem problem, @Nullable String param) {
        return new ManagementException(problem, param, List.of(), null);
    }

    /// There is nothing at the address.
    public static ManagementException nowhere(Problem problem) {
        return new ManagementException(problem, null, List.of(), null);
    }

    /// The address is asked in a way it does not know.
    ///
    /// @param methods those that it knows
    public static ManagementException wrongMethod(Problem problem, List<String> methods) {
        return new ManagementException(problem, null, List.copyOf(methods), null);
    }

    /// The store, or the state that things are in, forbids it.
    public static ManagementException of(Problem problem, @Nullable Throwable cause) {
        return new ManagementException(problem, null, List.of(), cause);
    }

    /// The status of HTTP that the problem's code has: 400 to 599.
    public int status() {
        return problem.code().httpStatus();
    }

    /// What is wrong.
    public Problem problem() {
        return problem;
    }

    /// The methods that the address knows; empty unless the method was at fault.
    public List<String> methods() {
        return methods;
    }

    /// The envelope of the endpoint's errors, and in it the parts of the problem.
    public ObjectNode toJson() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        ObjectNode error = envelope.putObject("error");
        error.put("message", problem.what() + ": " + problem.why());
        error.put("type", status() < 500 ? "invalid_request_error" : "server_error");
        error.put("param", param);
        error.put("code", problem.code().id());
        error.put("what", problem.what());
        error.put("why", problem.why());
        problem.fixes().forEach(error.putArray("fixes")::add);
        error.put("exit", problem.code().exit().status());
        return envelope;
    }
}
