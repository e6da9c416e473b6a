package io.aiplat.governance.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/aiplat",
                "postgres://db.example:5432/aiplat?sslmode=verify-full&sslrootcert=/etc/ca.pem",
                "postgresql://one:5432,two:5433/aiplat?connect_timeout=3",
                "postgresql://[::1]:5432/aiplat",
                "postgresql://ann:s3cret@db/aiplat"
            })
    void isWrittenAsPostgresqlItselfTakesIt(String url) {
        DatabaseAddress address = DatabaseAddress.of(url, null, null);
        assertFalse(address.toString().contains("s3cret"));
        assertFalse(address.toString().contains("?"));
    }

    @Test
    void hasAUserBesideOrInIt() {
        assertEquals(
                "ann",
                DatabaseAddress.of("postgresql://ann:s@db/aiplat", null, null).user());
        assertEquals(
                "a:b",
                DatabaseAddress.of("postgresql://a%3Ab@db/aiplat", null, null).user());
        assertEquals(
                "eve",
                DatabaseAddress.of("postgresql://ann@db/aiplat", "eve", new Secret("s"))
                        .user());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db",
                "mysql://db/aiplat",
                "jdbc:postgresql://db/aiplat",
                "postgresql://db",
                "postgresql://db/",
                "postgresql:///aiplat",
                "postgresql://ann:s3cret/x@db/aiplat",
                "postgresql://a b/aiplat",
                "postgresql://db/aiplat?socketFactory=evil.Factory",
                "postgresql://ann:s3cret@db/aiplat?sslmode",
                "postgresql://db/aiplat?options=-c%20x"
            })
    void isRefusedOtherwiseWithoutItsPassword(String url) {
        String said = assertThrows(IllegalArgumentException.class, () -> DatabaseAddress.of(url, null, null))
                .getMessage();
        assertFalse(said.contains("s3cret"), said);
        assertTrue(said.contains("database"), said);
    }
}
