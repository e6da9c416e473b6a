package io.aiplat.routing.file;

import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.MapForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.ValueForm;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.ExchangeRate;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.Listener;
import io.aiplat.routing.ResponseStore;
import io.aiplat.routing.Route;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every key of `gateway.yaml`. Reading, did-you-mean and the reference come from here.
final class GatewayTable {
    static final Section<Budget> BUDGET;
    static final Section<KeySeed> KEY;
    static final Section<Guard> GUARD;
    static final Section<Tracing> TELEMETRY;
    static final Section<ResponseStore> RESPONSES;
    static final Section<Listener.Database> DATABASE;
    static final Key<Map<String, String>> ALIASES;
    static final Section<GatewayConfig> FILE;

    /// Keys that mean something to `aiplat gateway run` only, by what an appliance has instead.
    static final Map<String, String> RUN_ONLY = Map.of(
            "listen", "Leave it out, and set gateway.listen in aiplat.yaml",
            "port", "Leave it out, and set gateway.port in aiplat.yaml",
            "store", "Leave it out; the appliance keeps keys and ledger in its home",
            "database", "Leave it out; an appliance is one process, and keeps keys and ledger in its home",
            "keys", "Leave it out, and make keys with: aiplat keys create NAME");

    private static final ValueForm<Integer> COUNT = ScalarForms.number(1, Integer.MAX_VALUE);

    /// What a guard does with what it finds.
    private enum GuardKind {
        MASK,
        BLOCK,
        CONFINE,
        PRESIDIO;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static {
        Key<BigDecimal> amount = Key.required("amount", ScalarForms.AMOUNT, "How much.");
        Key<ExchangeRate> currency = Key.with(
                CurrencyConversion.USUAL,
                "currency",
                CurrencyForms.OF_AMOUNT,
                "Where the file states a `currency`, its base is the default.");
        Key<Window.Calendar> per = Key.with(
                "month",
                "per",
                ScalarForms.choice(Window.Calendar.class, Window.Calendar::text),
                "After what it begins anew, in UTC; `total` never does.");
        BUDGET = new Section<>(
                "keys[].budget",
                "How much may be spent.",
                List.of(amount, currency, per),
                e -> budget(e.of(currency).inBase(e.of(amount)), e.of(per)));
    }

    static {
        ValueForm<List<String>> names = new ListForm<>("a list of names", ScalarForms.NAME);
        Key<String> name =
                Key.required("name", ScalarForms.TEXT, "By which the store knows it; seeding is idempotent.");
        Key<Secret> key = Key.required("key", ScalarForms.SECRET, "What clients send, at least 8 characters.");
        Key<Boolean> admin = Key.with("false", "admin", ScalarForms.YES_NO, "May it manage keys.");
        Key<Boolean> metrics =
                Key.with("false", "metrics", ScalarForms.YES_NO, "Does it read `/metrics`, and nothing else.");
        Key<String> user = Key.optional("user", ScalarForms.TEXT, "Whose it is.");
        Key<String> team = Key.optional("team", ScalarForms.TEXT, "Whose it is.");
        Key<List<String>> models = Key.with("[\"*\"]", "models", names, "Public names it may use; one may end in `*`.");
        Key<Budget> budget = Key.optional("budget", BUDGET, "Not set means without a bound.");
        Key<Integer> rpm = Key.optional("rpm", COUNT, "Requests per minute; not set means without a bound.");
        Key<Integer> tpm = Key.optional("tpm", COUNT, "Tokens per minute; not set means without a bound.");
        Key<Integer> concurrent = Key.optional("concurrent", COUNT, "Requests at once; not set means without a bound.");
        Key<List<String>> tags = Key.with("[]", "tags", names, "Words to find it and its cost by.");
        KEY = new Section<>(
                "keys[]",
                "A key that the store shall have. One whose name is there already is made equal to it.",
                List.of(name, key, admin, metrics, user, team, models, budget, rpm, tpm, concurrent, tags),
                e -> new KeySeed(
                        e.of(name),
                        e.of(key),
                        e.of(admin),
                        e.of(metrics),
                        e.optional(user),
                        e.optional(team),
                        e.of(models),
                        e.optional(budget),
                        e.optional(rpm),
                        e.optional(tpm),
                        e.optional(concurrent),
                        e.of(tags)));
    }

    static {
        Key<GuardKind> kind = Key.required(
                "kind",
                ScalarForms.choice(GuardKind.class, GuardKind::word),
                "`mask` replaces what it finds, `block` refuses it, `confine` has only upstreams of the tier `local`"
                        + " answer it, `presidio` asks a Presidio service and masks.");
        Key<List<Guard.Entity>> entities = Key.with(
                "[]",
                "entities",
                new ListForm<>(
                        "a list of email, phone, credit_card, iban, ip",
                        ScalarForms.choice(Guard.Entity.class, Guard.Entity::word)),
                "What to look for, for `mask`, `block` and `confine`.");
        Key<List<Pattern>> patterns = Key.with(
                "[]",
                "patterns",
                new ListForm<>("a list of regular expressions", ScalarForms.PATTERN),
                "What to look for besides, for `mask`, `block` and `confine`.");
        Key<URI> url = Key.optional("url", ScalarForms.URL, "Where the service is, for `presidio`.");
        Key<Tier> tier = Key.optional(
                "tier",
                ScalarForms.choice(Tier.class, Tier::word),
                "Whether `presidio` is in the house; without it, its address decides.");
        Key<List<Guard.Moment>> when = Key.with(
                "[before]",
                "when",
                new ListForm<>("a list of before, after", ScalarForms.choice(Guard.Moment.class, Guard.Moment::word)),
                "`before` looks at what is asked, `after` at what is answered.");
        GUARD = new Section<>(
                "guards.NAME",
                "Looks at what is asked and answered for the models that name it.",
                List.of(kind, entities, patterns, url, tier, when),
                e -> {
                    PresidioService asked = presidio(e.optional(url), e.optional(tier));
                    return guard(e.name(), e.of(kind), e.of(entities), e.of(patterns), asked, e.of(when));
                });
    }

    static {
        Key<URI> otlp = Key.optional(
                "otlp", ScalarForms.URL, "A collector that takes OTLP over HTTP; not set means that nothing is sent.");
        Key<Tracing.AttributeNames> names = Key.with(
                "\"1.41\"",
                "names",
                ScalarForms.choice(Tracing.AttributeNames.class, Tracing.AttributeNames::word),
                "Which version of OpenTelemetry's names for generative AI is used.");
        Key<Boolean> content = Key.with("false", "content", ScalarForms.YES_NO, "Put prompts and answers into spans.");
        Key<Boolean> logged =
                Key.with("false", "log_content", ScalarForms.YES_NO, "Put prompts and answers into the request log.");
        Key<List<String>> record = Key.with(
                "[]",
                "record",
                new ListForm<>("a list of names of teams", ScalarForms.NAME),
                "Teams whose prompts and answers are kept, encrypted, with the traces of an appliance; `\"*\"` for everybody,"
                        + " with a team or without.");
        TELEMETRY = new Section<>(
                "telemetry",
                "Where spans go, and what is kept of the words.",
                List.of(otlp, names, content, logged, record),
                e -> new Tracing(e.optional(otlp), e.of(names), e.of(content), e.of(logged), Set.copyOf(e.of(record))));
    }

    static {
        Key<Boolean> store = Key.with(
                "false",
                "store",
                ScalarForms.YES_NO,
                "Keep them on the disk, with all that was said, in `responses.db` beside the ledger. Without it nothing"
                        + " is kept, and what was is deleted.");
        Key<Duration> keep = Key.with("30d", "keep", ScalarForms.TIME, "How long each is kept.");
        Key<Long> most = Key.with("1 GiB", "most", ScalarForms.SIZE, "What all of them take; the oldest give way.");
        Key<Long> mostOfKey = Key.with(
                "128 MiB", "most_per_key", ScalarForms.SIZE, "What those of one key take; its oldest give way.");
        RESPONSES = new Section<>(
                "responses",
                "Answers of `/v1/responses` that clients may go on with by `previous_response_id`, read and delete.",
                List.of(store, keep, most, mostOfKey),
                e -> new ResponseStore(e.of(store), e.of(keep), e.of(most), e.of(mostOfKey)));
    }

    static {
        Key<Secret> url = Key.required(
                "url",
                ScalarForms.SECRET,
                "`postgresql://HOST:PORT/DATABASE`, with several hosts by commas, and behind a `?` any of `sslmode`,"
                        + " `sslrootcert`, `sslcert`, `sslkey`, `channel_binding`, `connect_timeout` and"
                        + " `application_name`.");
        Key<String> user = Key.optional("user", ScalarForms.TEXT, "Who it is connected to as.");
        Key<Secret> password = Key.optional(
                "password", ScalarForms.SECRET, "That user's, as it is; best from `${file:path}` or `${env:NAME}`.");
        DATABASE = new Section<>(
                "database",
                "A PostgreSQL database (12 or newer) that has keys and ledger, so that several gateways share them.",
                List.of(url, user, password),
                e -> new Listener.Database(e.of(url), e.optional(user), e.optional(password)));
    }

    static {
        Key<String> listen =
                Key.with("127.0.0.1", "listen", ScalarForms.ADDRESS, "Address; only for `aiplat gateway run`.");
        Key<Integer> port =
                Key.with("4000", "port", ScalarForms.number(1, 65535), "Port; only for `aiplat gateway run`.");
        Key<Path> store = Key.with(
                "./gateway-store",
                "store",
                ScalarForms.FOLDER,
                "Folder of keys and ledger; only for `aiplat gateway run`.");
        Key<Listener.Database> database = Key.optional(
                "database",
                DATABASE,
                "Has keys and ledger in the folder's place, shared with other gateways; only for `aiplat gateway run`.");
        Key<List<KeySeed>> keys = Key.with(
                "[]",
                "keys",
                new ListForm<>("a list of keys", KEY),
                "Keys the store gets; only for `aiplat gateway run`.");
        Key<Map<String, Upstream>> upstreams = Key.with(
                "{}", "upstreams", new MapForm<>("servers by name", ServingTable.UPSTREAM), "Who answers for models.");
        Key<List<Route>> models =
                Key.with("[]", "models", new ListForm<>("a list of models", ServingTable.MODEL), "The public names.");
        ALIASES = Key.with(
                "{}",
                "aliases",
                new MapForm<>("names of models, or of further aliases, by alias", ScalarForms.NAME),
                "Other names of models. One that ends in `*` stands for all names that begin so: `claude-*: coder`.");
        Key<Map<String, Guard>> guards = Key.with(
                "{}", "guards", new MapForm<>("guards by name", GUARD), "What looks at what is asked and answered.");
        Key<CurrencyConversion> currency = Key.with(
                "{}",
                "currency",
                CurrencyForms.RATES,
                "What is counted in, and what other currencies are worth. Not set means that there is one in the file.");
        Key<Tracing> telemetry = Key.with("{}", "telemetry", TELEMETRY, "Where spans go.");
        Key<ResponseStore> responses = Key.with("{}", "responses", RESPONSES, "Which responses are kept.");
        Key<Map<String, String>> defaults = Key.with(
                "{}", "defaults", ServingTable.DEFAULTS, "What holds for every model that does not say otherwise.");
        FILE = new Section<>(
                "",
                "",
                List.of(
                        listen, port, store, database, keys, upstreams, models, ALIASES, guards, currency, telemetry,
                        responses, defaults),
                e -> new GatewayConfig(
                        new Listener(e.of(listen), e.of(port), e.of(store), e.optional(database)),
                        e.of(keys),
                        e.of(upstreams),
                        e.of(models),
                        e.of(ALIASES),
                        e.of(guards),
                        e.of(telemetry),
                        e.of(responses),
                        e.of(currency).base()));
    }

    private GatewayTable() {}

    /// Rounded down, so that no more is spent than was meant.
    private static Budget budget(BigDecimal amount, Window window) {
        BigDecimal micros = amount.movePointRight(6).setScale(0, RoundingMode.DOWN);
        if (micros.signum() == 0) {
            throw new IllegalArgumentException("A budget of less than a millionth allows nothing.");
        }
        if (micros.compareTo(BigDecimal.valueOf(Budget.MOST)) > 0) {
            throw new IllegalArgumentException("A budget is at most a billion units of what is counted in.");
        }
        return new Budget(micros.longValueExact(), window);
    }

    /// What is asked, for the kind that asks.
    private record PresidioService(URI url, Tier tier) {}

    private static @Nullable PresidioService presidio(@Nullable URI url, @Nullable Tier said) {
        if (url == null && said != null) {
            throw new IllegalArgumentException("tier is for presidio, which has a url.");
        }
        return url == null ? null : new PresidioService(url, said == null ? Tier.of(url) : said);
    }

    private static Guard guard(
            String name,
            GuardKind kind,
            List<Guard.Entity> entities,
            List<Pattern> patterns,
            @Nullable PresidioService asked,
            List<Guard.Moment> when) {
        Set<Guard.Moment> moments = new HashSet<>(when);
        Set<Guard.Entity> kinds = new HashSet<>(entities);
        boolean asks = kind == GuardKind.PRESIDIO;
        if (asks != (asked != null) || (asks && !(entities.isEmpty() && patterns.isEmpty()))) {
            throw new IllegalArgumentException(
                    "presidio has a url and finds for itself; the others have entities or patterns and no url.");
        }
        return switch (kind) {
            case MASK -> new Guard.Mask(name, kinds, patterns, moments);
            case BLOCK -> new Guard.Block(name, kinds, patterns, moments);
            case CONFINE -> {
                if (moments.contains(Guard.Moment.AFTER)) {
                    throw new IllegalArgumentException(
                            "confine looks before: who may answer is decided when nobody has yet.");
                }
                yield new Guard.Confine(name, kinds, patterns);
            }
            case PRESIDIO -> {
                PresidioService service = Objects.requireNonNull(asked);
                yield new Guard.Presidio(name, service.url(), moments, service.tier());
            }
        };
    }
}
