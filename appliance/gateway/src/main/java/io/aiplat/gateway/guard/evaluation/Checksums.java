package io.aiplat.gateway.guard.evaluation;

/// The sums by which numbers of cards and accounts prove themselves.
final class Checksums {
    private static final int SHORTEST_CARD = 13;
    private static final int LONGEST_CARD = 19;
    private static final int SHORTEST_IBAN = 15;

    private Checksums() {}

    /// Where the longest card number ends that begins here (ISO/IEC 7812: 13 to 19 digits with Luhn's sum).
    ///
    /// @return -1 if none does
    static int cardEnd(CharSequence text, int begin, int end) {
        int[] digits = new int[LONGEST_CARD];
        int count = 0;
        int longest = Detector.Extent.NONE;
        for (int at = begin; at < end && count < LONGEST_CARD; at++) {
            int digit = Character.digit(text.charAt(at), 10);
            if (digit < 0) {
                continue;
            }
            digits[count++] = digit;
            boolean whole = at + 1 == end || Character.digit(text.charAt(at + 1), 10) < 0;
            if (whole && count >= SHORTEST_CARD && isLuhn(digits, count)) {
                longest = at + 1;
            }
        }
        return longest;
    }

    private static boolean isLuhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    /// Where the longest account number ends that begins here (ISO 13616: 97 divides it with a remainder of 1).
    ///
    /// @return -1 if none does
    static int ibanEnd(CharSequence text, int begin, int end) {
        StringBuilder number = new StringBuilder(end - begin);
        int longest = Detector.Extent.NONE;
        for (int at = begin; at < end; at++) {
            char c = text.charAt(at);
            if (Character.digit(c, 36) < 0) {
                continue;
            }
            number.append(c);
            boolean whole = at + 1 == end || Character.digit(text.charAt(at + 1), 36) < 0;
            if (whole && number.length() >= SHORTEST_IBAN && remainder(number) == 1) {
                longest = at + 1;
            }
        }
        return longest;
    }

    /// Country and check digits count as if they stood at the end, and letters as 10 to 35.
    private static int remainder(CharSequence iban) {
        int rest = 0;
        for (int i = 0; i < iban.length(); i++) {
            int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest;
    }
}
