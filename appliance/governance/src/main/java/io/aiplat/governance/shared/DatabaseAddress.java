package io.aiplat.governance.shared;

import io.aiplat.model.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Address of a PostgreSQL database, and how it is connected to. Prints without its password.
public final class DatabaseAddress {
    /// The schema that everything is in.
    public static final String SCHEMA = "aiplat";

    // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    private static final Pattern FORM =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^/?@]+)/([^/?]+)(?:\\?(.*))?", Pattern.DOTALL);
    private static final Pattern HOSTS = Pattern.compile(
            "(?:\\[[0-9a-fA-F:.]+]|[^\\[\\]:,\\s]+)(?::\\d{1,5})?(?:,(?:\\[[0-9a-fA-F:.]+]|[^\\[\\]:,\\s]+)"
                    + "(?::\\d{1,5})?)*");
    // What may be said behind the question mark, in the words of PostgreSQL's own library, and the driver's word for
    // it.
    private static final Map<String, String> PARAMETERS = new TreeMap<>(Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName"));
    // Who holds the ledger's lock and does not go on gives it back after so long; all others wait for it.
    private static final String SESSION = """
            SET lock_timeout = '5s'; SET statement_timeout = '8s'; SET idle_in_transaction_session_timeout = '5s';
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """;

    private final String hosts;
    private final String database;
    private final Properties properties;

    private DatabaseAddress(String hosts, String database, Properties properties) {
        this.hosts = hosts;
        this.database = database;
        this.properties = properties;
    }

    /// Reads one.
    ///
    /// @param url      `postgresql://[user[:password]@]host[:port][,host[:port]...]/database[?sslmode=verify-full]`
    /// @param user     instead of the address's; null for that
    /// @param password instead of the address's; null for that, and where there is none at all the server asks for
    ///     none
    /// @throws IllegalArgumentException if it is none; its message names what is wrong and never the password
    public static DatabaseAddress of(String url, @Nullable String user, @Nullable Secret password) {
        Matcher form = FORM.matcher(url);
        if (!form.matches() || !HOSTS.matcher(form.group(2)).matches()) {
            throw new IllegalArgumentException("The address of a database is postgresql://HOST:PORT/DATABASE, with"
                    + " sslmode and the like behind a question mark; a password that has other characters than letters"
                    + " and digits is better written as `password`.");
        }
        Properties all = new Properties();
        // Of several hosts the one that can be written to; seconds.
        Map.of("connectTimeout", "5", "socketTimeout", "10", "tcpKeepAlive", "true", "targetServerType", "primary")
                .forEach(all::setProperty);
        all.setProperty("ApplicationName", "aiplat");
        all.setProperty("currentSchema", SCHEMA);
        String[] known = form.group(1) == null ? new String[0] : form.group(1).split(":", 2);
        if (user != null || known.length > 0) {
            all.setProperty("user", user == null ? decoded(known[0]) : user);
        }
        if (password != null || known.length > 1) {
            all.setProperty("password", password == null ? decoded(known[1]) : password.value());
        }
        parameters(form.group(4), all);
        return new DatabaseAddress(form.group(2), decoded(form.group(3)), all);
    }

    private static void parameters(@Nullable String query, Properties all) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String each : query.split("&", -1)) {
            String[] pair = each.split("=", 2);
            String known = PARAMETERS.get(pair[0]);
            if (known == null || pair.length == 1) {
                throw new IllegalArgumentException("Behind the question mark of a database's address stand "
                        + String.join(", ", PARAMETERS.keySet()) + ", each with = and a value; not "
                        + pair[0].replaceAll("[^A-Za-z0-9_]", "?") + ".");
            }
            all.setProperty(known, decoded(pair[1]));
        }
    }

    private static String decoded(String text) {
        // A plus is a plus: only forms write it for a blank.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Opens a connection, which begins no transaction by itself.
    Connection connect() throws SQLException {
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        Connection made = DriverManager.getConnection("jdbc:postgresql://" + hosts + "/" + name, properties);
        try (var statement = made.createStatement()) {
            statement.execute(SESSION);
            made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            made.setAutoCommit(false);
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    /// The user that is connected as; what the system calls the process's where none is said.
    String user() {
        return properties.getProperty("user", System.getProperty("user.name", "aiplat"));
    }

    /// The name of the database.
    String database() {
        return database;
    }

    /// Host, port and database: what messages say.
    @Override
    public String toString() {
        return "postgresql://" + hosts + "/" + database;
    }
}
