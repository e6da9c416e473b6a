package io.aiplat.gateway.guard.evaluation;

import io.aiplat.routing.Guard;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What guards know how to find. Each pattern takes time in proportion to its text.
final class Entities {
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._%+'-]{1,64}@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}"
                    + "(?:xn--[A-Za-z0-9-]{2,59}|\\p{L}{2,63})");

    /// No issuer has numbers that begin with 20 or 21, as times and years do.
    private static final Pattern CARD =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?!2[ \\t-]?[0189])[2-6](?:[ \\t-]?\\d){12,18}(?![\\p{L}\\p{N}])");

    /// In the groups of a card, whatever stands between them.
    private static final Pattern GROUPED_CARD = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?!2[0189])[2-6]\\d{3}(?:(?:#\\d{4}){2}#\\d{1,7}|#\\d{6}#\\d{4,5})(?![\\p{L}\\p{N}])"
                    .replace("#", "[\\s._/|•·*:~+=()'\\\\-]{1,5}"));

    private static final Pattern IBAN = Pattern.compile(
            "(?<![A-Z0-9])[A-Z]{2}\\d{2}(?:[\\s.-]{0,2}[A-Z0-9]){11,30}(?![A-Z0-9])", Pattern.CASE_INSENSITIVE);

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\w.])(?:" + OCTET + "\\.){3}" + OCTET + "(?!\\w|\\.\\d)");

    private static final Pattern IPV6 = Pattern.compile(
            "(?<![\\w:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,34}(?:(?<=:)\\d{1,3}(?:\\.\\d{1,3}){3})?(?![\\w:])");

    /// With its country: `+49 30 901820`, `0049 30 901820`.
    private static final Pattern WORLD_PHONE =
            Pattern.compile("(?<![\\w+])(?:\\+|00)[1-9](?:[ ()./-]{0,2}\\d){6,14}(?!\\w)");

    /// Without: `030 901820-0`, `(0171) 1234567`.
    private static final Pattern LONG_DISTANCE =
            Pattern.compile("(?<!\\w)\\(?0[1-9]\\d{0,4}\\)?[ /-]{1,3}\\d(?:[ /-]?\\d){4,10}(?!\\w)");

    /// As in North America: `(415) 555-0132`.
    private static final Pattern AMERICAN =
            Pattern.compile("(?<![\\w.])(?:1[ .-])?\\(?[2-9]\\d{2}\\)?[ .-]{1,2}[2-9]\\d{2}[ .-]\\d{4}(?!\\w)");

    private static final Pattern DATE = Pattern.compile("\\(?\\d{2}[ /-]\\d{2}[ /-]\\d{4}.*");

    /// What looks like times of day: short decimal groups, though `::` may stand for zeros between two of them.
    private static final Pattern CLOCK = Pattern.compile("\\d{1,2}(?:::?\\d{1,2}){1,6}");

    private static final int SHORTEST_PHONE = 9;
    private static final int SHORTEST_ADDRESS = 3;

    private Entities() {}

    /// What finds an entity.
    static Stream<Detector> detectors(Guard.Entity entity) {
        String kind = entity.word();
        return switch (entity) {
            case EMAIL -> Stream.of(new Detector(kind, EMAIL, Entities::emailEnd, CharacterPrefilter.AT));
            case PHONE ->
                Stream.of(
                        Detector.of(kind, WORLD_PHONE, CharacterPrefilter.DIGIT),
                        Detector.of(kind, AMERICAN, CharacterPrefilter.DIGIT),
                        new Detector(kind, LONG_DISTANCE, Entities::phoneEnd, CharacterPrefilter.DIGIT));
            case CREDIT_CARD ->
                Stream.of(
                        new Detector(kind, CARD, Checksums::cardEnd, CharacterPrefilter.DIGIT),
                        new Detector(kind, GROUPED_CARD, Checksums::cardEnd, CharacterPrefilter.DIGIT));
            case IBAN -> Stream.of(new Detector(kind, IBAN, Checksums::ibanEnd, CharacterPrefilter.DIGIT));
            case IP ->
                Stream.of(
                        Detector.of(kind, IPV4, CharacterPrefilter.DIGIT),
                        new Detector(kind, IPV6, Entities::addressEnd, CharacterPrefilter.COLON));
        };
    }

    /// What finds what a person described.
    static List<Detector> detectors(List<Pattern> patterns) {
        return patterns.stream()
                .map(pattern -> Detector.of("pattern", pattern, 0))
                .toList();
    }

    /// `git@github.com:org/repo.git` and `ssh://git@host/repo` are places of code, and nobody's mail.
    private static int emailEnd(CharSequence text, int begin, int end) {
        if (end == text.length() || ":/".indexOf(text.charAt(end)) < 0) {
            return end;
        }
        int at = begin;
        while (text.charAt(at) != '@') {
            at++;
        }
        boolean git = at >= 3
                && "git".contentEquals(text.subSequence(at - 3, at))
                && (at == 3 || " \t\n\r\"'`(<=/@".indexOf(text.charAt(at - 4)) >= 0);
        return git ? Detector.Extent.NONE : end;
    }

    private static int phoneEnd(CharSequence text, int begin, int end) {
        CharSequence phone = text.subSequence(begin, end);
        long digits = phone.chars().filter(Character::isDigit).count();
        return digits < SHORTEST_PHONE || DATE.matcher(phone).matches() ? Detector.Extent.NONE : end;
    }

    private static int addressEnd(CharSequence text, int begin, int end) {
        if (end - begin < SHORTEST_ADDRESS) {
            // Two colons, as some languages write them between names.
            return Detector.Extent.NONE;
        }
        String address = text.subSequence(begin, end).toString();
        if (CLOCK.matcher(address).matches()) {
            return Detector.Extent.NONE;
        }
        try {
            InetAddress.ofLiteral(address);
            return end;
        } catch (IllegalArgumentException _) {
            // A time of day, for instance.
            return Detector.Extent.NONE;
        }
    }
}
