package io.aiplat.routing.file;

import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.MapForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.ValueForm;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.ExchangeRate;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Tier;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys of upstreams and models.
final class ServingTable {
    static final Section<Upstream> UPSTREAM;
    static final Section<Price> PRICE;
    static final Section<Deployment> DEPLOYMENT;
    static final Section<Cooldown> COOLDOWN;
    static final Section<Fallbacks> FALLBACKS;
    static final Section<CacheRule> CACHE;
    static final Section<RouteRule> RULE;
    static final Section<Route> MODEL;
    static final Section<Map<String, String>> DEFAULTS;

    private static final int MOST_PLACES = 1_000_000;
    private static final ValueForm<Duration> KEEP_ALIVE =
            new ScalarForm<>("a time as 30m, `forever`, or 0 to unload at once", (text, _) -> switch (text) {
                case "forever", "-1" -> Deployment.FOREVER;
                case "0" -> Duration.ZERO;
                default -> ScalarForms.time(text);
            });
    private static final ValueForm<Long> TOKENS =
            new ScalarForm<>("1 token, 1K tokens or 1M tokens", (text, _) -> switch (text) {
                case "1 token" -> 1L;
                case "1K tokens" -> 1_000L;
                case "1M tokens" -> 1_000_000L;
                default -> throw new IllegalArgumentException("is none of them.");
            });
    private static final ValueForm<Integer> PLACES = ScalarForms.number(1, MOST_PLACES);
    private static final ValueForm<Integer> COUNT = ScalarForms.number(1, Integer.MAX_VALUE);
    private static final ValueForm<List<String>> NAMES = new ListForm<>("a list of names", ScalarForms.NAME);

    static {
        Key<UpstreamKind> provider = Key.required(
                "provider",
                ScalarForms.choice(UpstreamKind.class, UpstreamKind::word),
                "What the server speaks. `openai` is every server with OpenAI's API; `embedded` is the engine that is"
                        + " here: an appliance's own, whether that is Ollama in the cluster, Ollama of the machine or"
                        + " llama.cpp, and llama.cpp with the home's models in `aiplat gateway run`.");
        Key<URI> url =
                Key.optional("url", ScalarForms.URL, "Where it is; for `openai` with the `/v1`. Not for `embedded`.");
        Key<Secret> key = Key.optional("key", ScalarForms.SECRET, "What the server wants to see.");
        Key<Map<String, Secret>> headers = Key.optional(
                "headers", new MapForm<>("headers by name", ScalarForms.SECRET), "Further headers of every request.");
        Key<Tier> tier = Key.optional(
                "tier",
                ScalarForms.choice(Tier.class, Tier::word),
                "Whether what it is asked stays in the house: `local` or `cloud`. Not set means as its address says:"
                        + " private addresses and names, and the engine that is here, are `local`.");
        Key<Integer> gpus = Key.optional(
                "gpus",
                ScalarForms.number(0, Upstream.MOST_GPUS),
                "GPUs that it computes on, for counting what requests have of them; one that it uses in part counts as"
                        + " a whole. Not set means none, and for `embedded` as many as the engine is seen to use.");
        UPSTREAM = new Section<>(
                "upstreams.NAME",
                "A server that answers for models.",
                List.of(provider, url, key, headers, tier, gpus),
                e -> {
                    Map<String, Secret> sent = e.optional(headers);
                    Tier said = e.optional(tier);
                    return new Upstream(
                            e.name(),
                            e.of(provider),
                            e.optional(url),
                            e.optional(key),
                            sent == null ? Map.of() : sent,
                            said == null ? Tier.of(e.optional(url)) : said,
                            e.optional(gpus));
                });
    }

    static {
        Key<BigDecimal> input = Key.optional("input", ScalarForms.AMOUNT, "For the tokens of the prompt.");
        Key<BigDecimal> output = Key.optional("output", ScalarForms.AMOUNT, "For the tokens of the answer.");
        Key<BigDecimal> cached = Key.optional(
                "cached_input",
                ScalarForms.AMOUNT,
                "For tokens of the prompt that the upstream had cached; not set means as `input`.");
        Key<BigDecimal> written = Key.optional(
                "cache_write",
                ScalarForms.AMOUNT,
                "For tokens of the prompt that the upstream's cache has learnt, which Anthropic's cloud charges for; not"
                        + " set means as `input`.");
        Key<Long> per = Key.with("1M tokens", "per", TOKENS, "How many tokens the amounts are for.");
        Key<BigDecimal> hour = Key.optional(
                "gpu_hour", ScalarForms.AMOUNT, "For an hour of computing, in place of the amounts for tokens.");
        Key<ExchangeRate> currency = Key.with(
                CurrencyConversion.USUAL,
                "currency",
                CurrencyForms.OF_AMOUNT,
                "Where the file states a `currency`, its base is the default.");
        PRICE = new Section<>(
                "models[].price",
                "What using a model costs: `input` and `output`, or `gpu_hour`.",
                List.of(input, output, cached, written, per, hour, currency),
                e -> price(
                        e.optional(input),
                        e.optional(output),
                        e.optional(cached),
                        e.optional(written),
                        e.of(per),
                        e.optional(hour),
                        e.of(currency)));
    }

    static {
        Key<String> upstream = Key.required("upstream", ScalarForms.NAME, "Name of one of the `upstreams`.");
        Key<String> model = Key.required(
                "model",
                ScalarForms.NAME,
                "The model's name there. With a wildcard, a `*` at its end takes over what the name's `*` stood for.");
        Key<Integer> weight =
                Key.with("1", "weight", ScalarForms.number(1, 1000), "Share next to others of its order.");
        Key<Integer> order = Key.with(
                "1",
                "order",
                ScalarForms.number(1, 1000),
                "A lower one is used as long as any deployment of it can be.");
        Key<Integer> context = Key.optional(
                "context",
                COUNT,
                "Tokens of prompt and answer together, for `ollama` and `embedded`; a longer prompt is refused. Not set"
                        + " means as many as the model was made for and memory allows. The same model with two of them"
                        + " is loaded anew each time.");
        Key<Duration> keepAlive = Key.optional(
                "keep_alive",
                KEEP_ALIVE,
                "How long the model stays loaded after a request, for `ollama` and `embedded`; not set means as the"
                        + " engine likes.");
        Key<Integer> concurrent =
                Key.optional("max_concurrent", PLACES, "Requests at once; not set means without a bound.");
        Key<Integer> queue = Key.with(
                String.valueOf(Deployment.QUEUE),
                "queue",
                ScalarForms.number(0, MOST_PLACES),
                "Requests that may wait for one of the places of `max_concurrent`.");
        Key<Price> price = Key.optional("price", PRICE, "As the model's, which it replaces.");
        Key<List<String>> capabilities = Key.with(
                "[]", "capabilities", NAMES, "Words that rules of the model may ask for, such as `vision`; yours.");
        DEPLOYMENT = new Section<>(
                "models[].deployments[]",
                "One place that can answer.",
                List.of(upstream, model, weight, order, context, keepAlive, concurrent, queue, price, capabilities),
                e -> new Deployment(
                        e.of(upstream),
                        e.of(model),
                        e.of(weight),
                        e.of(order),
                        e.optional(context),
                        e.optional(keepAlive),
                        e.optional(concurrent),
                        e.of(queue),
                        e.optional(price),
                        e.of(capabilities)));
    }

    static {
        Key<Integer> failures =
                Key.with("3", "failures", COUNT, "So many, with no success between them, make a deployment pause.");
        Key<Duration> within = Key.with("1m", "within", ScalarForms.TIME, "From the first of them to the last.");
        Key<Duration> pause = Key.with(
                "5s", "for", ScalarForms.TIME, "How long it pauses; a longer Retry-After of the upstream is obeyed.");
        COOLDOWN = new Section<>(
                "models[].cooldown",
                "When a deployment is left alone. A 429, a refused key and a missing model make it pause at once."
                        + " The only one of a model without fallbacks is left alone only for as long as its server asks.",
                List.of(failures, within, pause),
                e -> new Cooldown(e.of(failures), e.of(within), e.of(pause)));
        Key<List<String>> general = Key.with("[]", "general", NAMES, "When its deployments cannot answer.");
        Key<List<String>> window = Key.with("[]", "context_window", NAMES, "When the prompt is too long for it.");
        Key<List<String>> policy =
                Key.with("[]", "content_policy", NAMES, "When the provider's content policy refuses the prompt.");
        FALLBACKS = new Section<>(
                "models[].fallbacks",
                "Public names that answer in its place, first the first. Only those of the name that was asked for"
                        + " count, so two may stand in for each other.",
                List.of(general, window, policy),
                e -> new Fallbacks(e.of(general), e.of(window), e.of(policy)));
        Key<Duration> ttl = Key.with("1h", "ttl", ScalarForms.TIME, "How long an answer is kept.");
        Key<Integer> most = Key.with("10000", "max_entries", COUNT, "How many are kept.");
        CACHE = new Section<>(
                "models[].cache",
                "Keeps answers to equal requests. `{}` keeps them as long as usual.",
                List.of(ttl, most),
                e -> new CacheRule(e.of(ttl), e.of(most)));
    }

    static {
        Key<String> name =
                Key.required("name", ScalarForms.NAME, "Which the header `x-aiplat-rule` of an answer says.");
        Key<List<String>> classes = Key.with(
                "[]", "classes", NAMES, "Classes of data, of which a request has to name one in `class_header`.");
        Key<String> classHeader = Key.with(
                RouteRule.Match.CLASS_HEADER,
                "class_header",
                ScalarForms.NAME,
                "Header in which requests name the class of their data, or several with commas between.");
        Key<Map<String, String>> headers = Key.with(
                "{}",
                "headers",
                new MapForm<>("values by header", ScalarForms.TEXT),
                "Headers that a request has to have, with exactly these values.");
        Key<List<String>> models = Key.with(
                "[]",
                "models",
                NAMES,
                "Names, of which a request has to ask for one; a `*` may end them. For models with aliases.");
        Key<List<String>> upstreams = Key.with(
                "[]",
                "upstreams",
                NAMES,
                "Who answers, first the first, and nobody else of the model. Not set means all, in the model's order.");
        Key<List<String>> capabilities =
                Key.with("[]", "capabilities", NAMES, "What a deployment has to have in its `capabilities` to answer.");
        Key<Boolean> spread = Key.with(
                "false",
                "spread",
                ScalarForms.YES_NO,
                "Choose among `upstreams` by the model's `strategy`, in place of their order.");
        Key<Boolean> confine = Key.with(
                "false",
                "confine",
                ScalarForms.YES_NO,
                "Only upstreams of the tier `local` answer, also in the model's place; with none of them, 503.");
        Key<Boolean> refuse = Key.with("false", "refuse", ScalarForms.YES_NO, "Nobody answers: 503.");
        Key<Duration> firstByte =
                Key.optional("first_byte", ScalarForms.TIME, "Until an answer begins; not set means as for the model.");
        RULE = new Section<>(
                "models[].rules[]",
                "Who answers requests of a kind. The first rule that fits counts; a request that none fits may be"
                        + " answered by all.",
                List.of(
                        name,
                        classes,
                        classHeader,
                        headers,
                        models,
                        upstreams,
                        capabilities,
                        spread,
                        confine,
                        refuse,
                        firstByte),
                e -> new RouteRule(
                        e.of(name),
                        new RouteRule.Match(e.of(classHeader), e.of(classes), e.of(headers), e.of(models)),
                        e.of(upstreams),
                        e.of(capabilities),
                        e.of(spread),
                        e.of(confine),
                        e.of(refuse),
                        e.optional(firstByte)));
    }

    static {
        Key<String> name = Key.required("name", ScalarForms.NAME, "What clients write as `model`; may end in `*`.");
        Key<List<Deployment>> deployments =
                Key.required("deployments", new ListForm<>("a list of deployments", DEPLOYMENT), "Who can answer.");
        Key<Strategy> strategy = Key.with(
                "weighted",
                "strategy",
                ScalarForms.choice(Strategy.class, Strategy::word),
                "How one of several deployments is chosen: by chance and weight; the one with the fewest requests; the"
                        + " one that began to answer soonest; the one that saw the same beginning of a prompt.");
        Key<Duration> timeout = Key.with("10m", "timeout", ScalarForms.TIME, "One deadline for all attempts together.");
        Key<Duration> firstByte = Key.with(
                "5m", "first_byte", ScalarForms.TIME, "Until an answer begins; loading a model and waiting count.");
        Key<Duration> idle = Key.with(
                "5m",
                "idle",
                ScalarForms.TIME,
                "Between two pieces of an answer. A model that thinks may be silent for minutes.");
        Key<Integer> retries = Key.with(
                "2",
                "retries",
                ScalarForms.number(0, 10),
                "Attempts after the first, before a byte has gone to the client.");
        Key<Cooldown> cooldown = Key.with("{}", "cooldown", COOLDOWN, "When a deployment is left alone.");
        Key<Fallbacks> fallbacks = Key.with("{}", "fallbacks", FALLBACKS, "Who answers in its place.");
        Key<Integer> most = Key.optional(
                "max_output_tokens",
                COUNT,
                "Reserved and sent where the client names none; not set means the model's own limit.");
        Key<Boolean> drop = Key.with(
                "false",
                "drop_params",
                ScalarForms.YES_NO,
                "Drop, and name in a response header, what an upstream cannot do; otherwise it is refused.");
        Key<Price> price = Key.optional("price", PRICE, "Not set means free.");
        Key<CacheRule> cache =
                Key.optional("cache", CACHE, "Not set means that nothing is kept but for keys that want it.");
        Key<List<String>> guards = Key.with("[]", "guards", NAMES, "Names of `guards`, in the order they look.");
        Key<Boolean> confine = Key.with(
                "false",
                "confine",
                ScalarForms.YES_NO,
                "Only upstreams of the tier `local` answer, also in its place. One that would lead out is refused when"
                        + " the file is read.");
        Key<List<RouteRule>> rules =
                Key.with("[]", "rules", new ListForm<>("a list of rules", RULE), "Who answers requests of which kind.");
        List<Key<?>> shared = List.of(
                strategy, timeout, firstByte, idle, retries, cooldown, fallbacks, most, drop, price, cache, guards,
                confine);
        MODEL = new Section<>(
                "models[]",
                "A public name and how it is served.",
                Stream.concat(Stream.of(name, deployments, rules), shared.stream())
                        .toList(),
                e -> new Route(
                        e.of(name),
                        e.of(deployments),
                        e.of(strategy),
                        new TimeLimits(e.of(timeout), e.of(firstByte), e.of(idle)),
                        e.of(retries),
                        e.of(cooldown),
                        e.of(fallbacks),
                        e.optional(most),
                        e.of(drop),
                        e.optional(price),
                        e.optional(cache),
                        e.of(guards),
                        e.of(confine),
                        e.of(rules)));
        DEFAULTS = new Section<>(
                "defaults", "What holds for every model that does not say otherwise.", shared, _ -> Map.of());
    }

    private ServingTable() {}

    private static Price price(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cached,
            @Nullable BigDecimal written,
            long per,
            @Nullable BigDecimal hour,
            ExchangeRate rate) {
        if (hour != null && Stream.of(input, output, cached, written).allMatch(Objects::isNull)) {
            return new Price.PerGpuHour(micros(hour, BigDecimal.ONE, rate));
        }
        if (hour != null || input == null) {
            throw new IllegalArgumentException("A price is input and output, or gpu_hour.");
        }
        BigDecimal millions = BigDecimal.valueOf(per).movePointLeft(6);
        return new Price.PerToken(
                micros(input, millions, rate),
                micros(cached == null ? input : cached, millions, rate),
                micros(written == null ? input : written, millions, rate),
                // Embeddings have no output.
                output == null ? 0 : micros(output, millions, rate));
    }

    /// Millionths of the base, rounded up once, so that nothing is free that is not meant to be.
    ///
    /// @param of how much the amount is for
    private static long micros(BigDecimal amount, BigDecimal of, ExchangeRate rate) {
        BigDecimal micros = rate.inBase(amount).movePointRight(6).divide(of, 0, RoundingMode.UP);
        if (micros.compareTo(BigDecimal.valueOf(Price.MOST_RATE)) > 0) {
            throw new IllegalArgumentException(
                    "A price is larger than can be counted: at most a million for a million tokens, or an hour.");
        }
        return micros.longValueExact();
    }
}
