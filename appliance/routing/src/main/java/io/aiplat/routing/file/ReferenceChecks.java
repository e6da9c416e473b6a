package io.aiplat.routing.file;

import io.aiplat.config.ConfigParse;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that what names another thing names one that is there, and only one.
final class ReferenceChecks {
    /// Who follows more aliases than these has made a mistake.
    private static final int MOST_STEPS = 16;

    private final ConfigParse reading;
    private final Map<String, Route> routes;
    private final Map<String, String> aliases;
    private final Map<String, Upstream> upstreams;
    private final @Nullable Upstream engine;

    /// @param reading of a file that has been read to its end
    /// @param engine  whose models are there without the file; null for none
    ReferenceChecks(ConfigParse reading, Map<String, String> aliases, @Nullable Upstream engine) {
        this.reading = reading;
        this.routes = reading.builtOf(Route.class);
        this.aliases = aliases;
        this.upstreams = reading.builtOf(Upstream.class);
        this.engine = engine;
    }

    void check() {
        names();
        keys();
        boolean straight = circles();
        Set<String> servers = new LinkedHashSet<>(reading.namesBelow("upstreams"));
        Set<String> guards = new LinkedHashSet<>(reading.namesBelow("guards"));
        reading.builtOf(Deployment.class).forEach((path, d) -> {
            known(path + ".upstream", "upstream", d.upstream(), servers);
            effective(path, d);
        });
        // Of models that are refused for something else, too: all that is wrong is said at once.
        reading.textsOf("guards").forEach((path, guard) -> known(path, "guard", guard, guards));
        if (straight && reading.everyBuilt("models")) {
            served();
        }
    }

    private void names() {
        Map<String, String> paths = new HashMap<>();
        routes.forEach((path, route) -> taken(path + ".name", route.name(), paths));
        aliases.keySet().forEach(alias -> taken("aliases." + alias, alias, paths));
    }

    /// Two keys of one name would undo each other, and a token opens one key.
    private void keys() {
        Map<String, String> paths = new HashMap<>();
        Map<String, String> tokens = new HashMap<>();
        reading.builtOf(KeySeed.class).forEach((path, seed) -> {
            taken(path + ".name", seed.name(), paths);
            String before = tokens.putIfAbsent(seed.key().value(), path);
            if (before != null) {
                reading.report(RoutingProblems.invalidValue(
                        path + ".key",
                        reading.placeOf(path + ".key"),
                        "It is the token of " + before + " as well (" + reading.placeOf(before + ".key") + ").",
                        "a token of its own"));
            }
        });
    }

    private void taken(String path, String name, Map<String, String> paths) {
        String before = paths.putIfAbsent(name, path);
        if (before != null) {
            reading.report(RoutingProblems.nameTaken(path, reading.placeOf(path), name, reading.placeOf(before)));
        }
    }

    private boolean circles() {
        boolean straight = true;
        for (String alias : aliases.keySet()) {
            List<String> round = new ArrayList<>(List.of(alias));
            Set<String> seen = new HashSet<>();
            String name = alias;
            while (round.size() <= MOST_STEPS && seen.add(name) && aliases.containsKey(name)) {
                name = aliases.getOrDefault(name, name);
                round.add(name);
            }
            String path = "aliases." + alias;
            if (name.equals(alias) && round.size() > 1) {
                straight = false;
                reading.report(RoutingProblems.circle(path, reading.placeOf(path), round));
            } else if (round.size() > MOST_STEPS) {
                straight = false;
                reading.report(RoutingProblems.invalidValue(
                        path,
                        reading.placeOf(path),
                        "It leads to a model by more than " + MOST_STEPS + " aliases.",
                        "the model's own name"));
            }
        }
        return straight;
    }

    private void known(String path, String kind, String name, Set<String> known) {
        if (!known.contains(name)) {
            reading.report(RoutingProblems.unknownReference(
                    path, reading.placeOf(path), kind, name, SpellingSuggestion.to(name, List.copyOf(known))));
        }
    }

    /// How a model is loaded can be said only to what loads it.
    private void effective(String path, Deployment deployment) {
        Upstream upstream = upstreams.get("upstreams." + deployment.upstream());
        if (upstream == null) {
            return;
        }
        switch (upstream.provider()) {
            case OLLAMA, EMBEDDED -> {}
            case OPENAI, ANTHROPIC -> {
                String word = upstream.provider().word();
                useless(path + ".context", word);
                useless(path + ".keep_alive", word);
            }
        }
    }

    private void useless(String path, String provider) {
        if (reading.hasNoted(path)) {
            reading.report(RoutingProblems.noEffect(
                    path,
                    reading.placeOf(path),
                    "A server of the kind " + provider + " decides by itself how it loads its models.",
                    "Leave it out, and set it where that server is started"));
        }
    }

    /// Aliases and fallbacks name models that are served, be it by a wildcard.
    private void served() {
        Map<String, Route> byName = new HashMap<>();
        Map<String, Upstream> upstreams = new HashMap<>();
        reading.builtOf(Upstream.class).values().forEach(upstream -> upstreams.put(upstream.name(), upstream));
        if (engine != null) {
            Upstream local = GatewayConfig.local(engine, upstreams);
            upstreams.put(local.name(), local);
            byName.put("*", Route.everyModelOf(local.name()));
        }
        routes.values().forEach(route -> byName.put(route.name(), route));
        ModelNames<Route> names = new ModelNames<>(byName, route -> route, aliases, upstreams);
        aliases.forEach((alias, name) -> alias("aliases." + alias, alias, name, names));
        routes.forEach((path, route) -> {
            if (route.confined()) {
                confined(path, route, upstreams);
            }
            rules(path, route, upstreams);
            asksOutside(path, route);
            for (FallbackReason reason : FallbackReason.values()) {
                fallbacks(path, route, reason, names, upstreams);
            }
        });
    }

    private void fallbacks(
            String path, Route route, FallbackReason reason, ModelNames<Route> names, Map<String, Upstream> upstreams) {
        List<String> others = route.fallbacks().of(reason);
        for (int i = 0; i < others.size(); i++) {
            String list = stated(path, "fallbacks." + reason.word());
            String place = list + "[" + i + "]";
            served(place, others.get(i), names);
            // What all models have by default may name one of them.
            ModelNames.Found<Route> other = names.find(others.get(i));
            boolean itself = other != null && route.equals(other.thing()) && !route.isWildcard();
            if (itself && list.startsWith(path)) {
                reading.report(
                        RoutingProblems.circle(place, reading.placeOf(place), List.of(route.name(), others.get(i))));
            }
            if (other != null && !route.guards().containsAll(other.thing().guards())) {
                unguarded(place, route, other.thing());
            }
            if (other != null && route.confined()) {
                leads(place, route, other.thing(), upstreams);
            }
        }
    }

    private void confined(String path, Route route, Map<String, Upstream> upstreams) {
        for (int i = 0; i < route.deployments().size(); i++) {
            String place = path + ".deployments[" + i + "]";
            String server = route.deployments().get(i).upstream();
            Upstream upstream = upstreams.get(server);
            if (upstream != null && upstream.tier() == Tier.CLOUD) {
                reading.report(RoutingProblems.leadsOut(
                        place + ".upstream", reading.placeOf(place + ".upstream"), route.name(), server));
            }
        }
    }

    /// A rule that confines names nobody outside, and somebody in the house.
    private void rules(String path, Route route, Map<String, Upstream> upstreams) {
        for (int i = 0; i < route.rules().size(); i++) {
            RouteRule rule = route.rules().get(i);
            String place = path + ".rules[" + i + "]";
            List<String> servers = route.deployments().stream()
                    .filter(rule::takes)
                    .map(Deployment::upstream)
                    .toList();
            List<String> out = servers.stream()
                    .filter(name -> {
                        Upstream upstream = upstreams.get(name);
                        return upstream != null && upstream.tier() == Tier.CLOUD;
                    })
                    .toList();
            boolean named = !rule.upstreams().isEmpty() && !out.isEmpty();
            if (rule.confined() && !rule.refused() && (named || out.size() == servers.size())) {
                reading.report(RoutingProblems.ruleLeadsOut(
                        place, reading.placeOf(place), route.name(), rule.name(), out.getFirst()));
            }
        }
    }

    /// A guard that asks a server sends it what the model is asked.
    private void asksOutside(String path, Route route) {
        Map<String, Guard> guards = new HashMap<>();
        reading.builtOf(Guard.class).values().forEach(guard -> guards.put(guard.name(), guard));
        for (String name : route.guardsThatLeadOut(guards)) {
            String place = stated(path, "guards") + "[" + route.guards().indexOf(name) + "]";
            reading.report(RoutingProblems.guardLeadsOut(place, reading.placeOf(place), route.name(), name));
        }
    }

    private void leads(String place, Route route, Route other, Map<String, Upstream> upstreams) {
        other.deployments().stream()
                .map(Deployment::upstream)
                .filter(server -> {
                    Upstream upstream = upstreams.get(server);
                    return upstream != null && upstream.tier() == Tier.CLOUD;
                })
                .findFirst()
                .ifPresent(server ->
                        reading.report(RoutingProblems.leadsOut(place, reading.placeOf(place), route.name(), server)));
    }

    /// A request keeps the guards of the model it asks for, so those of a stand-in would be passed by.
    private void unguarded(String place, Route route, Route other) {
        List<String> lacking = other.guards().stream()
                .filter(guard -> !route.guards().contains(guard))
                .toList();
        reading.report(RoutingProblems.invalidValue(
                place,
                reading.placeOf(place),
                other.name() + " has guards that " + route.name() + " lacks: " + String.join(", ", lacking) + ".",
                "a model without other guards, or give " + route.name() + " these guards, too"));
    }

    /// A pattern leads to one model, which another pattern does not serve.
    private void alias(String path, String alias, String name, ModelNames<Route> names) {
        int star = alias.indexOf('*');
        if (star < 0) {
            served(path, name, names);
        } else if (star < alias.length() - 1 || star == 0) {
            reading.report(RoutingProblems.invalidValue(
                    path,
                    reading.placeOf(path),
                    star == 0
                            ? "Every name there is, is a model's to serve."
                            : "A pattern is the beginning of names, with * at its end.",
                    star == 0 ? "a model named \"*\" with this one's deployment" : "a pattern such as claude-*"));
        } else if (name.endsWith("*")) {
            reading.report(RoutingProblems.invalidValue(
                    path,
                    reading.placeOf(path),
                    "All names of a pattern stand for one model.",
                    "the name of one model, or add a model whose name and deployment end in *"));
        } else if (names.find(alias) == null) {
            reading.report(
                    RoutingProblems.unknownReference(path, reading.placeOf(path), "model", name, names.nearest(name)));
        }
    }

    private void served(String path, String name, ModelNames<Route> names) {
        if (names.find(name) == null) {
            reading.report(
                    RoutingProblems.unknownReference(path, reading.placeOf(path), "model", name, names.nearest(name)));
        }
    }

    private String stated(String path, String key) {
        return (reading.hasNoted(path + "." + key) ? path : "defaults") + "." + key;
    }
}
