package io.aiplat.gateway.http;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can go wrong at the endpoint.
public final class GatewayProblems {
    private static final ProblemCode PORT_TAKEN = new ProblemCode("GATEWAY_PORT_TAKEN", Kind.CONFLICT, ExitCode.HOST);
    private static final ProblemCode ADDRESS_NOT_HERE = new ProblemCode("GATEWAY_ADDRESS_NOT_HERE", Kind.MISCONFIGURED);
    private static final ProblemCode CANNOT_LISTEN = new ProblemCode("GATEWAY_CANNOT_LISTEN", Kind.UNAVAILABLE);
    private static final ProblemCode ANSWER_CUT = new ProblemCode("GATEWAY_ANSWER_CUT", Kind.FAILED);

    private GatewayProblems() {}

    /// Another process answers where the endpoint should be.
    public static Problem portTaken(String address, int port) {
        return new Problem(
                PORT_TAKEN,
                "port " + port + " on " + address + " is in use",
                "The endpoint listens there and another process already does.",
                List.of("see which: ss -ltnp 'sport = :" + port + "'", "use another: aiplat up --port " + (port + 1)));
    }

    /// The address to listen on belongs to no interface of this machine.
    public static Problem addressNotHere(String address) {
        return new Problem(
                ADDRESS_NOT_HERE,
                address + " is not an address of this machine",
                "The setting gateway.listen names an address none of the network interfaces has.",
                List.of(
                        "for this machine only: aiplat up --listen 127.0.0.1",
                        "for every interface: aiplat up --listen 0.0.0.0",
                        "see the addresses there are: ip -brief address"));
    }

    /// The system refuses the address and port for another reason.
    ///
    /// @param reason in the system's words
    public static Problem cannotListen(String address, int port, String reason) {
        return new Problem(
                CANNOT_LISTEN,
                "the endpoint cannot listen on " + address + " port " + port,
                "The system says: " + reason + ".",
                List.of(
                        "use another port: aiplat up --port 8080",
                        "ports below 1024 need the right to bind them: use a port above"));
    }

    /// An engine stopped in the middle of an answer without saying why.
    public static Problem answerCut(String engine, String model) {
        return new Problem(
                ANSWER_CUT,
                "the answer of " + model + " was cut off",
                "The engine " + engine + " ended it without the part that says it is complete.",
                List.of("see why: aiplat logs", "ask again"));
    }
}
