/** What the extension does when an application is built. Internal: not an API. */
package io.github.camelelevenlabs.stt.quarkus.deployment;
