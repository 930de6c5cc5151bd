/** Spring Boot's properties become the component's options. */
package io.github.camelelevenlabs.stt.springboot;
