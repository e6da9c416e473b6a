package io.aiplat.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
    private static final Key<String> NAME = Key.required("name", ScalarForms.NAME, "Who.");
    private static final Key<Integer> PORT = Key.with("80", "port", ScalarForms.number(1, 65535), "Where.");
    private static final Section<Server> SERVER = new Section<>(
            "servers[]",
            "A server.",
            List.of(NAME, PORT),
            Map.of("address", "Write name and port"),
            values -> new Server(values.of(NAME), values.of(PORT)));
    private static final Key<List<Server>> SERVERS =
            Key.required("servers", new ListForm<>("a list of servers", SERVER), "All of them.");
    private static final Section<List<Server>> FILE =
            new Section<>("", "", List.of(SERVERS), values -> values.of(SERVERS));

    @TempDir
    Path folder;

    private record Server(String name, int port) {}

    private record Result(List<Server> servers, List<String> problems) {}

    private Result read(String yaml) throws BoundedYaml.Malformed {
        ConfigParse parse = new ConfigParse(new ConfigSource("f", folder, Map.of("HOST", "a")), new OneLineProblems());
        List<Server> servers = FILE.read(BoundedYaml.compose("f", yaml).orElseThrow(), "", parse);
        return new Result(
                servers == null ? List.of() : new ArrayList<>(servers),
                parse.problems().stream().map(Problem::what).toList());
    }

    @Test
    void readsAListOfObjectsAndWhatTheyTakeFromElsewhere() throws IOException, BoundedYaml.Malformed {
        Files.writeString(folder.resolve("port"), "8080\n");
        assertEquals(
                new Result(List.of(new Server("a.example", 8080), new Server("b", 80)), List.of()),
                read("servers:\n  - {name: '${env:HOST}.example', port: '${file:port}'}\n  - name: b\n"));
    }

    @Test
    void tellsAllThatIsWrongAtOnceWithLineAndColumn() throws BoundedYaml.Malformed {
        Result result = read("""
                servers:
                  - nmae: a
                    port: high
                  - name: ${env:NOBODY}
                    address: a:80
                  - name: b
                    name: c
                """);
        assertEquals(
                List.of(
                        "f:2:5 servers[0].nmae: unknown, meant name of [name, port]",
                        "f:3:11 servers[0].port: 'high' is no whole number.",
                        "f:2:5 servers[0].name: missing, a name of at most 256 characters",
                        "f:4:11 servers[1].name: The environment has no variable NOBODY, or an empty one.",
                        "f:5:5 servers[1].address: retired. Write name and port",
                        "f:7:5 servers[2].name: is at f:6:11"),
                result.problems());
        assertEquals(List.of(), result.servers());
    }

    @Test
    void anAliasIsTheSameNodeAgain() throws BoundedYaml.Malformed {
        YamlNode.Mapping root = (YamlNode.Mapping)
                BoundedYaml.compose("f", "a: &x [1]\nb: *x\n").orElseThrow();
        assertEquals(root.first("a"), root.first("b"));
        assertNull(root.first("c").orElse(null));
    }
}
