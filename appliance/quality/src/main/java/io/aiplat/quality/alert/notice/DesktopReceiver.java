package io.aiplat.quality.alert.notice;

import java.io.IOException;

/// Desktop of the person whose session this is.
public final class DesktopReceiver implements AlertReceiver {
    private final Screen screen;

    /// Shows a notice on the desktop.
    @FunctionalInterface
    public interface Screen {
        /// Shows it.
        ///
        /// @param urgent whether it stays until it is closed
        /// @throws IOException with a sentence for people if it cannot be shown
        void show(String title, String text, boolean urgent) throws IOException, InterruptedException;
    }

    /// @param screen that shows it
    public DesktopReceiver(Screen screen) {
        this.screen = screen;
    }

    @Override
    public String name() {
        return "desktop";
    }

    @Override
    public String target() {
        return "this desktop";
    }

    @Override
    public void send(AlertNotice notice) throws IOException, InterruptedException {
        NoticedAlert first = notice.alerts().getFirst();
        boolean urgent = notice.status().equals("firing")
                && first.labels().getOrDefault("severity", "").equals("critical");
        screen.show(NoticeText.title(notice), first.annotations().getOrDefault("description", ""), urgent);
    }
}
