/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/** How to reach a PostgreSQL database. */
public record Database(
        String jdbcUrl, @Nullable String username, @Nullable String password) {

    private static final String FORMS =
            "AGENTLENS_DATABASE_URL must be postgresql://USER:PASSWORD@HOST:PORT/NAME or jdbc:postgresql://HOST:PORT/NAME";

    /**
     * @param url in the form of libpq (a user and password in it give way to {@code username} and {@code password}) or of
     *     JDBC
     * @throws AddressException if it is neither; the URL is not shown, as it may hold a password
     */
    public static Database parse(String url, @Nullable String username, @Nullable String password) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new Database(url, username, password);
        }
        URI uri = uri(url);
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String secret = colon < 0 ? null : decoded(userInfo.substring(colon + 1));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new Database(
                "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                username == null && !user.isEmpty() ? user : username,
                password == null ? secret : password);
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (known && uri.getHost() != null && uri.getRawPath().length() > 1) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without the URL.
        }
        throw new AddressException(FORMS);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
