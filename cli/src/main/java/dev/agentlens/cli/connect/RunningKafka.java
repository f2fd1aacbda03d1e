/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.connect;

import dev.agentlens.boot.SecretFiles;
import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.boot.connect.PortsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.StandardEnvironment;

/**
 * The Kafka of the system that a command is about: that which the environment names, by the same variable as the roles
 * read, else the embedded one of a data directory.
 *
 * @param servers brokers, {@code HOST:PORT[,...]}
 */
public record RunningKafka(String servers) {

    /**
     * @param environment AGENTLENS_KAFKA_BOOTSTRAP, AGENTLENS_DATA_DIR
     * @throws AddressException if it is neither named nor embedded
     */
    public static RunningKafka find(Map<String, String> environment) {
        String named = RunningSystem.text(environment, "AGENTLENS_KAFKA_BOOTSTRAP");
        if (named != null) {
            return new RunningKafka(named);
        }
        Path directory = Path.of(environment.getOrDefault("AGENTLENS_DATA_DIR", "data"));
        try {
            return new RunningKafka(
                    "127.0.0.1:" + RunningSystem.embedded(PortsFile.in(directory), PortsFile.KAFKA, directory));
        } catch (IOException e) {
            throw new AddressException("The data directory " + directory + " cannot be read: " + e.getMessage());
        }
    }

    /** Settings of a client that reads; what SPRING_KAFKA_* says of security holds here as in the roles. */
    public Map<String, Object> consumerConfig() {
        Map<String, Object> config = properties().buildConsumerProperties();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return config;
    }

    /** Settings of a client that writes. */
    public Map<String, Object> producerConfig() {
        return properties().buildProducerProperties();
    }

    /** Settings of a client that administers. */
    public Map<String, Object> adminConfig() {
        return properties().buildAdminProperties();
    }

    private KafkaProperties properties() {
        StandardEnvironment environment = new StandardEnvironment();
        SecretFiles.addTo(environment);
        ConfigurationPropertySources.attach(environment);
        KafkaProperties properties = Binder.get(environment).bindOrCreate("spring.kafka", KafkaProperties.class);
        properties.setBootstrapServers(List.of(servers.split(",")));
        return properties;
    }
}
