/** What is done for each chunk of audio and each message of the service, measured alone with JMH. */
package io.github.camelelevenlabs.stt.benchmark.hot;
