package io.aiplat.governance.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedProblemsTest {
    private static final DatabaseAddress ADDRESS =
            DatabaseAddress.of("postgresql://aiplat:secret@db.example:5432/aiplat?sslmode=verify-full", null, null);

    @ParameterizedTest
    @CsvSource({
        "08001, GOVERNANCE_DATABASE_AWAY",
        "57P01, GOVERNANCE_DATABASE_AWAY",
        "55P03, GOVERNANCE_DATABASE_AWAY",
        "53300, GOVERNANCE_DATABASE_AWAY",
        "28P01, GOVERNANCE_DATABASE_REFUSED",
        "3D000, GOVERNANCE_DATABASE_REFUSED",
        "42501, GOVERNANCE_DATABASE_REFUSED",
        "42P01, GOVERNANCE_DATABASE_FAILS",
        "23505, GOVERNANCE_DATABASE_FAILS",
        ", GOVERNANCE_DATABASE_FAILS"
    })
    void areToldByTheStateThatTheServerSays(String state, String code) {
        assertEquals(
                code,
                SharedProblems.of(ADDRESS, new SQLException("no", state))
                        .problem()
                        .code()
                        .id());
    }
}
