package io.aiplat.gateway.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of fields next to what the official clients can send: `fields/sdk.txt` has every field that they know,
/// and the integration test of the clients compares it with those that are installed.
class FieldTableTest {
    private static final Path SDK = Path.of("src/test/resources/fields/sdk.txt");
    private static final Set<FieldKind> FOR_NUMBERS = Set.of(FieldKind.NUMBER, FieldKind.HIDDEN, FieldKind.FREE);
    private static final List<Endpoint> ENDPOINTS = Stream.of(
                    "/v1/chat/completions",
                    "/v1/completions",
                    "/v1/responses",
                    "/v1/messages",
                    "/v1/embeddings",
                    "/v1/rerank",
                    "/v1/audio/transcriptions")
            .map(Endpoints.ALL::at)
            .toList();

    /// A field that the clients know.
    ///
    /// @param types what a value may be: `str`, `word` for one of a list, `int`, `float`, `bool`, `any`
    private record Known(Endpoint endpoint, String path, Set<String> types) {
        static Known of(String line) {
            String[] parts = line.split(" ", -1);
            Endpoint endpoint = Endpoints.ALL.all().stream()
                    .filter(one -> one.label().label().equals(parts[0]))
                    .findFirst()
                    .orElseThrow();
            return new Known(endpoint, parts[1], Set.of(parts[2].split(",", -1)));
        }

        String name() {
            return path.substring(path.lastIndexOf('.') + 1).replaceAll("[\\[\\]{}]", "");
        }

        /// What it is by the table; the names on the way that have no row go to `unknown`.
        FieldKind kind(Collection<String> unknown) {
            FieldTable table = endpoint.guards().asked();
            FieldKind kind = FieldKind.FREE;
            String[] names = path.split("\\.", -1);
            for (int i = 0; i < names.length; i++) {
                String name = names[i].replaceAll("[\\[\\]{}]", "");
                boolean people =
                        i > 0 && (kind == FieldKind.FREE || kind == FieldKind.JSON || kind == FieldKind.HIDDEN);
                if (!people && !(i == 0 ? table.knows(name) : table.knows(kind, name))) {
                    unknown.add(endpoint + " " + path + ": " + name);
                }
                kind = i == 0 ? table.kind(name) : table.kind(kind, name);
            }
            return kind;
        }
    }

    private static List<Known> known() throws IOException {
        return Files.readAllLines(SDK).stream().map(Known::of).toList();
    }

    @Test
    void everyFieldOfTheOfficialClientsHasARow() throws IOException {
        Set<String> unknown = new TreeSet<>();
        List<Known> all = known();
        all.forEach(field -> field.kind(unknown));

        assertTrue(all.size() > 1000, "only " + all.size());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void onlyTheseFieldsAreHiddenFromGuards() throws IOException {
        Set<String> hidden = new TreeSet<>();
        for (Known field : known()) {
            if (field.kind(new ArrayList<>()) == FieldKind.HIDDEN) {
                hidden.add(field.path());
            }
        }

        assertEquals(
                new TreeSet<>(Set.of(
                        "logit_bias{}",
                        "metadata.user_id",
                        "metadata{}",
                        "model",
                        "prompt_cache_key",
                        "safety_identifier",
                        "user")),
                hidden);
    }

    @Test
    void whatIsAlwaysAWordOrANumberIsKnownAsOne() throws IOException {
        Set<String> wrong = new TreeSet<>();
        Set<String> texts = new TreeSet<>();
        for (Known field : known()) {
            List<String> names =
                    Arrays.asList(field.path().replaceAll("[\\[\\]{}]", "").split("\\.", -1));
            boolean text = field.types().contains("str");
            texts.addAll(text ? names : names.subList(0, names.size() - 1));
        }
        for (Known field : known()) {
            FieldKind kind = field.kind(new ArrayList<>());
            boolean numbers = Set.of("int", "float", "bool").containsAll(field.types());
            // A name that is a word here and a text or a structure there is looked at here, too.
            boolean words = field.types().equals(Set.of("word")) && !texts.contains(field.name());
            if ((numbers && !FOR_NUMBERS.contains(kind))
                    || (words && kind != FieldKind.WORD && kind != FieldKind.FREE && kind != FieldKind.HIDDEN)) {
                wrong.add(field.endpoint() + " " + field.path() + " " + field.types() + " " + kind);
            }
        }

        assertEquals(Set.of(), wrong);
    }

    @Test
    void whatIsHiddenSaysWhy() {
        for (Endpoint endpoint : ENDPOINTS) {
            FieldTable table = endpoint.guards().asked();
            assertTrue(Stream.concat(table.fields().stream(), table.below().stream())
                    .allMatch(field ->
                            field.kind() != FieldKind.HIDDEN || field.why().length() > 20));
        }
    }

    /// After a change: `mvn test -pl appliance/gateway -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsHasEveryRow() {
        StringBuilder page = new StringBuilder("""
                # Fields of requests

                What the fields of each API are to guards ([how to](../how-to/guards-and-cache.md)). A field that is not
                here is `free`: it is looked at, and so is everything in it. `true`, `false` and `null` have nothing to look
                at.

                | kind | what guards do |
                |---|---|
                """);
        for (FieldKind kind : FieldKind.values()) {
            page.append("| `")
                    .append(kind.word())
                    .append("` | ")
                    .append(kind.meaning())
                    .append(" |\n");
        }
        for (Endpoint endpoint : ENDPOINTS) {
            page.append("\n## POST ").append(endpoint.path()).append("\n\n");
            if (endpoint.path().equals("/v1/messages")) {
                page.append("The same for `/v1/messages/count_tokens`.\n\n");
            }
            table(endpoint.guards().asked().fields(), page);
            Collection<Field> below = endpoint.guards().asked().below();
            boolean shared = below.containsAll(SharedFields.CONVERSATION);
            if (!below.isEmpty() && !shared) {
                page.append("\nBelow them:\n\n");
                table(below, page);
            }
        }
        page.append(
                        "\n## Members of conversations\n\nOf `chat/completions`, `responses` and `messages`, wherever they are")
                .append(" below a field that is not `free`, `json` or `hidden`.\n\n");
        table(SharedFields.CONVERSATION, page);
        Golden.matches("../../../../../docs/reference/fields.md", page.toString());
    }

    private static void table(Collection<Field> fields, StringBuilder page) {
        page.append("| kind | fields |\n|---|---|\n");
        for (FieldKind kind : FieldKind.values()) {
            List<String> names = fields.stream()
                    .filter(field -> field.kind() == kind)
                    .map(field -> "`" + field.name() + "`" + (field.why().isEmpty() ? "" : " (" + field.why() + ")"))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                page.append("| `")
                        .append(kind.word())
                        .append("` | ")
                        .append(String.join(", ", names))
                        .append(" |\n");
            }
        }
    }

    @Test
    void aNameHasOneRow() {
        assertEquals(
                SharedFields.CONVERSATION.size(),
                SharedFields.CONVERSATION.stream().map(Field::name).distinct().count(),
                () -> Arrays.toString(SharedFields.CONVERSATION.toArray()));
    }
}
