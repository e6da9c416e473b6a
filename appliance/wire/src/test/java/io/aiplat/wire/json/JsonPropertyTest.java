package io.aiplat.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.wire.json.RandomJson.Document;
import io.aiplat.wire.json.RandomJson.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonPropertyTest {
    private static final int RUNS = 2_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomJson json = new RandomJson(random);

    private String seen(String text) {
        return "seed " + seed + ": " + text;
    }

    @Test
    void acceptsWhateverIsJson() throws MalformedJson {
        for (int run = 0; run < RUNS; run++) {
            Document document = json.document();
            JsonObjectView read = JsonObjectViewTest.scan(document.text());
            assertEquals(document.members().size(), read.names().size(), seen(document.text()));
            for (Member member : document.members()) {
                String name =
                        JsonStrings.unquote(member.key().getBytes(StandardCharsets.UTF_8), 0, length(member.key()));
                byte[] raw = read.raw(name);
                assertEquals(member.value(), new String(raw, StandardCharsets.UTF_8), seen(document.text()));
            }
        }
    }

    /// Every proper beginning of a document, and every document with a structural character put where none may
    /// be, is no document.
    @Test
    void refusesWhatIsNoJsonAnyMore() {
        for (int run = 0; run < RUNS; run++) {
            Document document = json.document();
            byte[] bytes = (document.head() + document.text().strip()).getBytes(StandardCharsets.UTF_8);
            int cut = random.nextInt(bytes.length);
            assertThrows(MalformedJson.class, () -> JsonObjectView.scan(bytes, cut), () -> seen(document.text()));
            String tail = String.valueOf("}]{[,:\"x0".charAt(random.nextInt(9)));
            assertThrows(
                    MalformedJson.class,
                    () -> JsonObjectViewTest.scan(document.text() + tail),
                    () -> seen(document.text() + tail));
            byte[] broken = bytes.clone();
            broken[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0x01 : 0xFF);
            assertThrows(
                    MalformedJson.class, () -> JsonObjectView.scan(broken, broken.length), () -> seen(document.text()));
        }
    }

    @Test
    void changesNothingButWhatItIsToldTo() throws MalformedJson {
        for (int run = 0; run < RUNS; run++) {
            Document before = json.document();
            JsonEdit edit = JsonObjectViewTest.scan(before.text()).edit();
            List<Member> after = new ArrayList<>();
            for (Member member : before.members()) {
                String name =
                        JsonStrings.unquote(member.key().getBytes(StandardCharsets.UTF_8), 0, length(member.key()));
                switch (random.nextInt(4)) {
                    case 0 -> {
                        edit.replace(name, "[7]".getBytes(StandardCharsets.UTF_8));
                        after.add(new Member(member.key(), "[7]", member.text()));
                    }
                    case 1 -> edit.remove(name);
                    case 2 -> {
                        edit.rename(name, "new " + name);
                        after.add(new Member("new " + name, member.value(), member.text()));
                    }
                    default -> after.add(member);
                }
            }
            edit.set("added", 1);
            after.add(new Member("added", "1", ""));
            String text = new String(edit.bytes(), StandardCharsets.UTF_8);
            JsonObjectView read = JsonObjectViewTest.scan(text);
            assertEquals(after.size(), read.names().size(), seen(before.text() + " -> " + text));
            int index = 0;
            for (String name : read.names()) {
                byte[] raw = read.raw(name);
                assertEquals(
                        after.get(index++).value(),
                        new String(raw, StandardCharsets.UTF_8),
                        seen(before.text() + " -> " + text));
            }
            for (Member member : after) {
                boolean untouched = before.members().contains(member);
                // The blanks behind the last member stay before the brace.
                assertTrue(
                        !untouched || text.contains(member.text().stripTrailing()),
                        seen(before.text() + " -> " + text));
            }
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
