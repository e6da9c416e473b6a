package io.aiplat.console.page;

/// Page of the console: what stands in the frame that all of them share.
///
/// @param path    of its address; the last part may be a variable, as in `/traces/{id}`
/// @param title   that it has in the browser and in the navigation
/// @param section path of the page that it belongs to in the navigation
/// @param content file with its HTML
/// @param module  file with its script
record ConsolePage(String path, String title, String section, String content, String module) {
    /// Whether this is the page at an address.
    ///
    /// @param asked as it was sent, not decoded, without its query
    boolean isAt(String asked) {
        if (!isOne()) {
            return path.equals(asked);
        }
        String folder = list() + "/";
        return asked.startsWith(folder) && asked.length() > folder.length() && asked.indexOf('/', folder.length()) < 0;
    }

    /// Path of the list that it is in; its own where it shows no one of many.
    String list() {
        return isOne() ? path.substring(0, path.lastIndexOf('/')) : path;
    }

    /// Whether it shows one of many, which its address names.
    boolean isOne() {
        return path.endsWith("}");
    }
}
