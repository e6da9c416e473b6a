package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynonymsTest {
    @ParameterizedTest
    @CsvSource({
        "ps, models ps",
        "ls -o json, models list -o json",
        "-o json --home /h ps, -o json --home /h models ps",
        "run smoke what is ls, models run smoke what is ls",
        "stop smoke, models stop smoke",
        "stop, stop",
        "stop --verbose, stop --verbose",
        "models ps, models ps",
        "chat run, chat run",
        "--home, --home",
        "dashboard, open",
    })
    void whatPeopleTypeIsWhatTheyMean(String typed, String meant) {
        assertEquals(meant, String.join(" ", Synonyms.read(typed.split(" "))));
    }
}
