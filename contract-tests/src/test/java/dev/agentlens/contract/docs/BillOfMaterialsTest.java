/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What standalone is made of, which is all that any role is made of, by its own bill of materials (CycloneDX). */
class BillOfMaterialsTest {

    /** Of several licences of a component one is enough: its user may choose. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "0BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "Go License",
            "PostgreSQL");

    @Test
    void everyPartHasAnAllowedLicence() throws IOException {
        JsonNode components = billOfMaterials().path("components");

        assertThat(components)
                .hasSizeGreaterThan(100)
                .allSatisfy(component -> assertThat(licences(component))
                        .as("licences of %s; one of them must be allowed", component.path("purl"))
                        .containsAnyElementsOf(ALLOWED));
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        for (JsonNode entry : component.path("licenses")) {
            JsonNode licence = entry.path("license");
            licences.add(licence.path("id").asString(licence.path("name").asString("")));
        }
        return licences;
    }

    private static JsonNode billOfMaterials() throws IOException {
        try (InputStream file = new ClassPathResource("META-INF/sbom/application.cdx.json").getInputStream()) {
            return JsonMapper.shared().readTree(file);
        }
    }
}
