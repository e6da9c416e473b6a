package io.aiplat.config.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.OneLineProblems;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.YamlNode;
import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingValuesTest {
    private static final Path FOLDER = Path.of("/work");
    private static final Key<String> NAME = Key.required("name", ScalarForms.NAME, "Which.");
    private static final Key<Integer> COPIES = Key.with("1", "copies", ScalarForms.number(1, 9), "How many.");
    private static final Section<Tenant> TENANT =
            new Section<>("tenants[]", "A tenant.", List.of(NAME, COPIES), e -> new Tenant(e.of(NAME), e.of(COPIES)));
    private static final Setting<List<Tenant>> TENANTS =
            new Setting<>("tenants", new ListForm<>("a list of tenants", TENANT), "", "Who is served.");
    private static final Setting<List<String>> BUNDLES =
            new Setting<>("bundles", SettingForms.names(), "", "--bundles", "What is installed.");
    private static final ConfigSource FLAG = ConfigSource.plain("--set", FOLDER, FOLDER);

    private final List<Problem> problems = new ArrayList<>();

    private record Tenant(String name, int copies) {}

    private static RawSetting inFile(Setting<?> setting, String yaml) throws BoundedYaml.Malformed {
        YamlNode.Mapping root =
                (YamlNode.Mapping) BoundedYaml.compose("f.yaml", yaml).orElseThrow();
        return new RawSetting(
                setting.key(),
                root.first(setting.key()).orElseThrow(),
                new ConfigSource("f.yaml", FOLDER, Map.of("WHO", "blue")));
    }

    private static RawSetting byFlag(Setting<?> setting, String text) throws BoundedYaml.Malformed {
        return new RawSetting(setting.key(), setting.node("--set", text), FLAG);
    }

    private SettingValues values(RawSetting... stated) {
        return new SettingValues(
                List.of(stated), ConfigSource.plain("default", FOLDER, FOLDER), new OneLineProblems(), problems);
    }

    private List<String> told() {
        return problems.stream().map(Problem::what).toList();
    }

    @Test
    void aListOfObjectsIsASetting() throws BoundedYaml.Malformed {
        RawSetting written = inFile(TENANTS, "tenants:\n  - {name: '${env:WHO}', copies: 2}\n  - name: red\n");
        List<Tenant> tenants = List.of(new Tenant("blue", 2), new Tenant("red", 1));
        assertEquals(tenants, values(written).of(TENANTS));
        assertEquals("[{name: \"${env:WHO}\", copies: 2}, {name: red}]", written.text());
        assertEquals(
                tenants,
                values(byFlag(TENANTS, "[{name: blue, copies: 2}, {name: red}]"))
                        .of(TENANTS));
        assertEquals(List.of(), values().of(TENANTS), "its fallback");
        assertEquals(List.of(), told());
    }

    @Test
    void whatIsWrongInAListOfObjectsIsToldAtOnceWithItsPlace() throws BoundedYaml.Malformed {
        assertEquals(
                List.of(),
                values(inFile(TENANTS, "tenants:\n  - {nmae: blue}\n  - {name: red, copies: 10}\n"))
                        .of(TENANTS));
        assertEquals(
                List.of(
                        "f.yaml:2:6 tenants[0].nmae: unknown, meant name of [name, copies]",
                        "f.yaml:2:5 tenants[0].name: missing, a name of at most 256 characters",
                        "f.yaml:3:25 tenants[1].copies: '10' is more than 9."),
                told());
        assertThrows(BoundedYaml.Malformed.class, () -> byFlag(TENANTS, "[{name: blue"));
    }

    @Test
    void aListOfNamesIsASetting() throws BoundedYaml.Malformed {
        assertEquals(
                List.of("a", "b"), values(inFile(BUNDLES, "bundles: [a, b]")).of(BUNDLES));
        assertEquals(List.of("a", "b"), values(byFlag(BUNDLES, "a, b")).of(BUNDLES));
        assertEquals(List.of(), values().of(BUNDLES));
        assertEquals(List.of(), told());
        values(inFile(BUNDLES, "bundles: [a, B, c d]")).of(BUNDLES);
        assertEquals(List.of("f.yaml:1:10 bundles: Not accepted: 'B', 'c d'."), told());
    }

    @Test
    void keysWithAPartThatPeopleChooseAreGroupedByIt() throws BoundedYaml.Malformed {
        WildcardSection logins = new WildcardSection("logins", List.of("user", "secret"), java.util.Set.of("secret"));
        RawSetting user = new RawSetting("logins.a.example.user", YamlNode.Scalar.of("me"), FLAG);
        RawSetting secret = new RawSetting("logins.a.example.secret", YamlNode.Scalar.of("x"), FLAG);
        assertEquals(
                Map.of("a.example", Map.of("user", user, "secret", secret)),
                values(user, secret).in(logins));
        assertEquals(List.of(false, true), List.of(logins.isSecret(user.key()), logins.isSecret(secret.key())));
    }
}
