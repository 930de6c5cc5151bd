/** Spring Boot's properties become the component's options. Internal: not an API, but for the properties themselves. */
package io.github.camelelevenlabs.stt.springboot;
