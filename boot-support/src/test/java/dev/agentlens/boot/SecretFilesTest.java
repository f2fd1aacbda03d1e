/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SecretFilesTest {

    @TempDir
    private Path directory;

    private Path secret;

    @BeforeEach
    void writeSecret() throws IOException {
        secret = Files.writeString(directory.resolve("secret"), "one,two\n");
    }

    @Test
    void contentOfTheFileIsTheValue() {
        assertThat(SecretFiles.resolved(Map.of("AGENTLENS_API_KEY_FILE", secret.toString(), "PORT", "3000")))
                .containsEntry("AGENTLENS_API_KEY", "one,two")
                .containsEntry("PORT", "3000");
    }

    @Test
    void valueIsBoundAsIfTheVariableWereSet() {
        StandardEnvironment environment = environment(Map.of("AGENTLENS_API_KEY_FILE", secret.toString()));

        new SecretFiles().postProcessEnvironment(environment, new SpringApplication());

        assertThat(Binder.get(environment)
                        .bind("agentlens.api-key", String[].class)
                        .get())
                .containsExactly("one", "two");
        assertThat(environment.resolvePlaceholders("${AGENTLENS_API_KEY:none}")).isEqualTo("one,two");
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        Map<String, String> others =
                Map.of("OTHER_FILE", "/nowhere", "AGENTLENS_FILE", "/nowhere", "_FILE", "/nowhere");

        assertThat(SecretFiles.resolved(others)).isEqualTo(others);
    }

    @Test
    void blankNameIsNoFile() {
        assertThat(SecretFiles.resolved(Map.of("AGENTLENS_API_KEY_FILE", " "))).doesNotContainKey("AGENTLENS_API_KEY");
    }

    @Test
    void valueAndFileTogetherAreAMistake() {
        assertThatThrownBy(() -> SecretFiles.resolved(
                        Map.of("AGENTLENS_API_KEY_FILE", secret.toString(), "AGENTLENS_API_KEY", "three")))
                .isInstanceOf(SettingException.class)
                .hasMessage("AGENTLENS_API_KEY_FILE and AGENTLENS_API_KEY are both set; keep one of them");
    }

    @Test
    void fileThatHoldsNoSecretIsNamed() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Path large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 1});
        Map<Path, String> reasons = Map.of(
                empty,
                "which is empty",
                large,
                "which is larger than 64 KiB",
                binary,
                "which must be a file that this process may read, in UTF-8",
                directory,
                "which must be a file that this process may read, in UTF-8",
                directory.resolve("none"),
                "which must be a file that this process may read, in UTF-8");

        reasons.forEach((file, reason) -> assertThatThrownBy(
                        () -> SecretFiles.resolved(Map.of("AGENTLENS_DATABASE_PASSWORD_FILE", file.toString())))
                .isInstanceOf(SettingException.class)
                .hasMessage("AGENTLENS_DATABASE_PASSWORD_FILE is '" + file + "', " + reason));
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }
        };
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }
}
