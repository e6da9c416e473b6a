package io.aiplat.gateway.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.api.contract.ApiError.Retry;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What clients of the model API are told of a problem of the appliance, whatever its kind.
class ProblemErrorTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void aFaultOfAiplatOrOfItsSettingsLastsAndTheRestMayPass(ExitCode exit) {
        boolean lasts = switch (exit) {
            case OK, BUG, USAGE, SETTINGS -> true;
            case HOST, STEP_FAILED, NOT_READY, NOT_RUNNING, INTERRUPTED -> false;
        };
        for (Kind kind : Kind.values()) {
            ApiError error = ApiError.of(new ApplianceException(new Problem(
                    new ProblemCode("ROOM_WHAT", kind, exit), "It broke", "It was old.", List.of("Mend it"))));

            assertEquals(lasts ? 500 : 503, error.status(), kind.name());
            assertEquals(lasts ? Retry.USELESS : Retry.MAY_HELP, error.retry(), kind.name());
            assertEquals("ROOM_WHAT", error.code());
        }
    }
}
