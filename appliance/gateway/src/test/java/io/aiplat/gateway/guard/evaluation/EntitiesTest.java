package io.aiplat.gateway.guard.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Guard.Entity;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found in texts, and what is not.
@Timeout(60)
class EntitiesTest {
    private static String masked(String text, Entity... entities) {
        return masked(text, Set.of(entities), List.of());
    }

    private static String masked(String text, Set<Entity> entities, List<Pattern> patterns) {
        PatternEvaluator watcher = PatternEvaluator.of(
                "test", entities, patterns, PatternEvaluator.Action.MASK, new GuardCounter((_, _) -> {}));
        return new GuardChain(Guard.Moment.BEFORE, List.of(watcher)).pass(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write to ada@example.org.              | write to <EMAIL>.
            <ada.b+c@mail.example.co.uk>           | <<EMAIL>>
            jürgen@müller.example, x               | <EMAIL>, x
            a@b                                    | a@b
            @someone and user@localhost            | @someone and user@localhost
            git@github.com:org/repo.git            | git@github.com:org/repo.git
            ssh://git@host.example/repo            | ssh://git@host.example/repo
            digit@host.example/x git@host.example  | <EMAIL>/x <EMAIL>
            """)
    void findsEmail(String text, String expected) {
        assertEquals(expected, masked(text, Entity.EMAIL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            card 4111 1111 1111 1111 ok            | card <CREDIT_CARD> ok
            4111-1111-1111-1111                    | <CREDIT_CARD>
            378282246310005.                       | <CREDIT_CARD>.
            4111 1111 1111 1111 12/27              | <CREDIT_CARD> 12/27
            5 4111 1111 1111 1111                  | 5 <CREDIT_CARD>
            4111 1111 1111 1112                    | 4111 1111 1111 1112
            a4111111111111111                      | a4111111111111111
            20261121120000                         | 20261121120000
            20261121120007                         | 20261121120007
            4111 ~ 1111 ~ 1111 ~ 1111              | <CREDIT_CARD>
            3782.822463.10005                      | <CREDIT_CARD>
            """)
    void findsCardsByTheirSum(String text, String expected) {
        assertEquals(expected, masked(text, Entity.CREDIT_CARD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DE89 3704 0044 0532 0130 00 und mehr   | <IBAN> und mehr
            to gb82west12345698765432.             | to <IBAN>.
            DE88 3704 0044 0532 0130 00            | DE88 3704 0044 0532 0130 00
            """)
    void findsIbansByTheirSum(String text, String expected) {
        assertEquals(expected, masked(text, Entity.IBAN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            call +49 (0)30 901820-0!               | call <PHONE>!
            0049 30 901820                         | <PHONE>
            (415) 555-0132 or 1-415-555-0132       | <PHONE> or <PHONE>
            030 901820-0, 0171/1234567             | <PHONE>, <PHONE>
            on 01/12/2026 10:30                    | on 01/12/2026 10:30
            2026-11-21 and 1763750000              | 2026-11-21 and 1763750000
            """)
    void findsPhoneNumbers(String text, String expected) {
        assertEquals(expected, masked(text, Entity.PHONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 192.168.0.1:8080                  | from <IP>:8080
            at 2001:db8::7 and ::1                 | at <IP> and <IP>
            [::ffff:10.0.0.1]                      | [<IP>]
            10:30:45, f :: Int, std::vector        | 10:30:45, f :: Int, std::vector
            256.1.1.1 and 1.2.3.4.5                | 256.1.1.1 and 1.2.3.4.5
            at 12:30::45 or 12:30::45:10           | at 12:30::45 or 12:30::45:10
            at fe80::12 and 1:2:3:4:5:6:7:8        | at <IP> and <IP>
            """)
    void findsAddresses(String text, String expected) {
        assertEquals(expected, masked(text, Entity.IP));
    }

    @Test
    void leavesNothingOverWhereTwoOverlap() {
        assertEquals(
                "x <EMAIL> y",
                masked("x ada@example.org-7 y", Set.of(Entity.EMAIL), List.of(Pattern.compile("example.org-\\d"))));
    }

    @Test
    void aPatternThatFindsNothingAtAllEnds() {
        assertEquals("abc", masked("abc", Set.of(), List.of(Pattern.compile("x*"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(?:a|x|x)*y"})
    void aPatternThatWouldRunForEverRefuses(String pattern) {
        String text = "x".repeat(30_000);

        ApiException refused =
                assertThrows(ApiException.class, () -> masked(text, Set.of(), List.of(Pattern.compile(pattern))));

        assertEquals("guard_failed", refused.error().code());
        assertEquals(400, refused.error().status());
    }
}
