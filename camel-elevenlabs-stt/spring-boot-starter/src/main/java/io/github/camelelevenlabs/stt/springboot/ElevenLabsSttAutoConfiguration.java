package io.github.camelelevenlabs.stt.springboot;

import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Gives the properties {@code camel.component.elevenlabs-stt.*} to the component when a route first asks for it. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", ComponentProperties.PREFIX})
public class ElevenLabsSttAutoConfiguration {

    @Lazy
    @Bean
    public ComponentCustomizer elevenLabsSttComponentCustomizer(CamelContext context, Environment environment) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component component) {
                ComponentProperties.of(environment).bindTo(component, context);
            }

            @Override
            public boolean isEnabled(String name, Component component) {
                return component instanceof ElevenLabsSttComponent
                        && HierarchicalPropertiesEvaluator.evaluate(
                                environment, "camel.component.customizer", ComponentProperties.PREFIX + ".customizer");
            }
        };
    }
}
