package io.aiplat.launcher.render;

/// The few colours used, as every terminal has them.
enum Color {
    RED(31),
    GREEN(32),
    YELLOW(33),
    GREY(90);

    private final int code;

    Color(int code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
