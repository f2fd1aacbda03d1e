/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;

/** The files of Swagger UI in its WebJar, whose paths contain its version. */
final class SwaggerUi {

    private static final String POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private SwaggerUi() {}

    static String file(String name) {
        return "META-INF/resources/webjars/swagger-ui/" + version() + "/" + name;
    }

    private static String version() {
        Properties pom = new Properties();
        try (InputStream in = new ClassPathResource(POM).getInputStream()) {
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Swagger UI is not among the libraries", e);
        }
        return pom.getProperty("version");
    }
}
