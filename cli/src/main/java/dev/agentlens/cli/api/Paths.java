/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Paths of the API. */
public final class Paths {

    private Paths() {}

    /** Of a session, whatever its id has in it. */
    public static String session(String id) {
        return "/sessions/" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }
}
